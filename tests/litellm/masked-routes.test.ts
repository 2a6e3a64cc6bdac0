import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Chain, startChain } from "./start-chain.ts";

const INSTANCE = "i-1234567890abcdef0";
const MASKED = "ec2-0fedcba0987654321";
const content = `see ${INSTANCE}`;
const messages = [{ role: "user", content }];
const contents = [{ role: "user", parts: [{ text: content }] }];

let chain: Chain;

beforeAll(async () => {
  chain = await startChain();
}, 240_000);
afterAll(() => chain.stop());
afterEach(() => {
  chain.upstream.requests.length = 0;
  chain.masker.calls.length = 0;
  chain.upstream.fail(undefined);
});

const BODIES: readonly (readonly [path: string, body: object])[] = [
  ["/v1/messages", { model: "claude-x", max_tokens: 9, system: content, messages }],
  ["/v1/chat/completions", { model: "openai/gpt-4o", user: content, messages }],
  ["/chat/completions", { model: "openai/gpt-4o", messages }],
  ["/openai/deployments/openai/gpt-4o/chat/completions", { messages }],
  ["/engines/openai/gpt-4o/chat/completions", { messages }],
  ["/v1/completions", { model: "openai/gpt-3.5-turbo-instruct", prompt: content }],
  ["/v1/responses", { model: "openai/gpt-4o", instructions: content, input: content }],
  ["/responses", { model: "openai/gpt-4o", input: [{ role: "user", content }] }],
  ["/v1beta/models/gemini/gemini-x:generateContent", { contents, systemInstruction: { parts: [{ text: content }] } }],
];

test.each(BODIES)("%s is masked and its answer restored", async (path, body) => {
  const response = await chain.post(path, body);
  expect(response.status).toBe(200);
  const answer = await response.text();
  expect(answer).toContain(INSTANCE);
  expect(Number(response.headers.get("content-length"))).toBe(Buffer.byteLength(answer));
  expectMaskedUpstream();
});

test.each(BODIES)("%s is masked and its stream restored", async (path, body) => {
  const streamPath = path.replace(":generateContent", ":streamGenerateContent?alt=sse");
  const response = await chain.post(streamPath, path === streamPath ? { ...body, stream: true } : body);
  expect(response.headers.get("content-type")).toMatch("text/event-stream");
  const answer = await response.text();
  expect(answer).toContain(INSTANCE);
  expect(answer).not.toContain(MASKED);
  expectMaskedUpstream();
  expect(chain.masker.calls.map(({ path: called }) => called)).toStrictEqual([
    "/guardrail/request",
    "/guardrail/stream",
  ]);
});

test.each([
  ["/v1/embeddings", { model: "openai/text-embedding-3-small", input: [content] }],
  ["/v1/rerank", { model: "cohere/rerank-english-v3.0", query: content, documents: [content, "b"] }],
])("%s is masked", async (path, body) => {
  expect((await chain.post(path, body)).status).toBe(200);
  expectMaskedUpstream();
});

test("count_tokens is masked without the store, by a scope of its own", async () => {
  const response = await chain.post("/v1/messages/count_tokens", { model: "claude-x", messages });
  expect(await response.json()).toMatchObject({ input_tokens: 7 });
  expectMaskedUpstream();
  expect(chain.masker.calls.map(({ headers }) => headers["x-masker-mode"])).toStrictEqual(["throwaway"]);
});

test("A request in which nothing is found reaches the provider as it is, with no second call to the masker", async () => {
  const body = { model: "claude-x", max_tokens: 9, temperature: 0.5, messages: [{ role: "user", content: "hi" }] };
  const response = await chain.post("/v1/messages", body);
  expect(await response.text()).toContain("nothing");
  expect(JSON.parse(chain.upstream.requests[0]?.body ?? "{}")).toMatchObject(body);
  expect(chain.masker.calls).toHaveLength(1);
});

test("The masker gets the client's bytes, not LiteLLM's idea of them", async () => {
  const raw = `{ "model":"claude-x", "max_tokens":9,\n"messages":[{"role":"user","content":"\\u0069-1234567890abcdef0 1.0"}] }`;
  await chain.post("/v1/messages", raw);
  expect(chain.masker.calls[0]?.body).toBe(raw);
});

test("Placeholders in a provider's error are restored", async () => {
  chain.upstream.fail(400);
  for (const stream of [false, true]) {
    const response = await chain.post("/v1/messages", { model: "claude-x", max_tokens: 9, stream, messages });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(`cannot ${INSTANCE}`);
  }
});

test("The scope is the authenticated key's, whatever the client claims", async () => {
  const metadata = { user_api_key_team_id: "forged", user_api_key_user_id: "forged" };
  const headers = {
    "x-masker-scope": "team:forged",
    "x-litellm-team-id": "forged",
    "content-type": "application/json",
  };
  const body = { model: "claude-x", max_tokens: 9, metadata, user: "forged", messages };
  await chain.post("/v1/messages", body, {
    headers: { ...headers, authorization: "Bearer sk-master-0123456789abcdefghijklm" },
  });
  expect(chain.masker.calls[0]?.headers["x-masker-scope"]).toBe("user:default_user_id");
});

test.each([
  ["api_base", { api_base: "http://127.0.0.1:1" }],
  ["api_base in metadata", { metadata: { api_base: "http://127.0.0.1:1" } }],
  ["api_base in extra_body", { extra_body: { api_base: "http://127.0.0.1:1" } }],
  ["api_base in a fallback", { fallbacks: [{ model: "claude-y", api_base: "http://127.0.0.1:1" }] }],
  ["a parameter with an uncommon name", { s3_endpoint_url: "http://127.0.0.1:1" }],
])("LiteLLM still refuses what it refuses by itself: %s", async (_, field) => {
  const response = await chain.post("/v1/messages", { model: "claude-x", max_tokens: 9, messages, ...field });
  expect(response.status).toBeGreaterThanOrEqual(400);
  expect(response.status).toBeLessThan(500);
  expect(chain.upstream.requests).toHaveLength(0);
});

test("A pass-through that an admin added is refused, though its path begins as an open one does", async () => {
  const response = await chain.post("/health/forward", { model: "claude-x", messages });
  expect(response.status).toBe(403);
  expect(chain.upstream.requests).toHaveLength(0);
});

test("Without a key nobody is asked", async () => {
  const response = await chain.post("/v1/messages", { model: "claude-x", max_tokens: 9, messages }, { headers: {} });
  expect(response.status).toBe(401);
  expect([...chain.masker.calls, ...chain.upstream.requests]).toHaveLength(0);
});

function expectMaskedUpstream(): void {
  expect(chain.upstream.requests).toHaveLength(1);
  const [request] = chain.upstream.requests;
  expect(request?.body).toContain(MASKED);
  expect(`${request?.path} ${request?.body}`).not.toContain(INSTANCE);
}
