import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { POLICY } from "./stand-in-masker.ts";
import { countStreamTasks } from "./count-stream-tasks.ts";
import { type Chain, startChain } from "./start-chain.ts";

const INSTANCE = "i-1234567890abcdef0";
const MASKED = "ec2-0fedcba0987654321";
const content = `see ${INSTANCE}`;
const messages = [{ role: "user", content }];
const contents = [{ role: "user", parts: [{ text: content }] }];

let chain: Chain;

beforeAll(async () => {
  chain = await startChain();
});
afterAll(() => chain.stop());
afterEach(() => {
  chain.upstream.requests.length = 0;
  chain.masker.calls.length = 0;
  chain.upstream.fail(undefined);
  chain.upstream.pace(0);
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
  expect(response.headers.get("x-masker-policy")).toBe(POLICY);
  expectMaskedUpstream();
});

test.each(BODIES)("%s is masked and its stream restored", async (path, body) => {
  const streamPath = path.replace(":generateContent", ":streamGenerateContent?alt=sse");
  const response = await chain.post(streamPath, path === streamPath ? { ...body, stream: true } : body);
  expect(response.headers.get("content-type")).toMatch("text/event-stream");
  expect(response.headers.get("x-masker-policy")).toBe(POLICY);
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

test.each([
  ["/v1/messages/count_tokens", { model: "claude-x", messages }, { input_tokens: 7 }],
  ["/v1beta/models/gemini/gemini-x:countTokens", { contents }, { totalTokens: 7 }],
  ["/models/gemini/gemini-x:countTokens", { contents }, { totalTokens: 7 }],
])("%s is masked without the store, in the scope and by the policy of the key", async (path, body, counted) => {
  const response = await chain.post(path, body);
  expect([await response.json(), response.headers.get("x-masker-policy")]).toMatchObject([counted, POLICY]);
  expectMaskedUpstream();
  const [call] = chain.masker.calls;
  expect([call?.headers["x-masker-mode"], call?.headers["x-masker-policy"]]).toEqual(["throwaway", '{"key": null}']);
  expect(call?.headers["x-masker-scope"]).toMatch(/^(?:user|key):/);
});

test("count_tokens of a caller whose key LiteLLM refuses reaches neither masker nor provider", async () => {
  const headers = { authorization: "Bearer sk-nobody-0123456789", "content-type": "application/json" };
  const response = await chain.post("/v1/messages/count_tokens", { model: "claude-x", messages }, { headers });
  // 400 from a LiteLLM without a database, 401 from one that has it.
  expect([400, 401]).toContain(response.status);
  expect([chain.masker.calls, chain.upstream.requests]).toEqual([[], []]);
});

test("A request in which nothing is found reaches the provider as it is, with no second call to the masker", async () => {
  const body = { model: "claude-x", max_tokens: 9, temperature: 0.5, messages: [{ role: "user", content: "hi" }] };
  const response = await chain.post("/v1/messages", body);
  expect(response.headers.get("x-masker-policy")).toBe(POLICY);
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

test("A client that leaves takes the tasks of its stream along", async () => {
  chain.upstream.pace(200);
  const leaving = new AbortController();
  const body = { model: "claude-x", max_tokens: 9, messages, stream: true };
  const answers = await Promise.all([1, 2, 3].map(() => chain.post("/v1/messages", body, { signal: leaving.signal })));
  expect(await countStreamTasks(chain)).toBeGreaterThanOrEqual(answers.length);
  leaving.abort();
  await vi.waitFor(async () => expect(await countStreamTasks(chain)).toBe(0), { timeout: 30_000 });
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

test.each([
  ["the client's own", "client-7", /^client-7$/],
  ["a new one, where the client's may hold anything", "i 1234567890abcdef0", /^[0-9a-f-]{36}$/],
  ["a new one, where there is none", undefined, /^[0-9a-f-]{36}$/],
])("One id names a request to client, LiteLLM and masker: %s", async (_case, given, expected) => {
  const trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  const own = given === undefined ? {} : { "x-request-id": given, traceparent: trace };
  const headers = { authorization: `Bearer ${chain.masterKey}`, "content-type": "application/json", ...own };
  const response = await chain.post("/v1/chat/completions", { model: "openai/gpt-4o", messages }, { headers });
  const id = response.headers.get("x-masker-request-id");
  expect(id).toMatch(expected);
  expect(response.headers.get("x-litellm-call-id")).toBe(id);
  const sent = chain.masker.calls.map((call) => [call.path, call.headers["x-request-id"]]);
  expect(sent).toEqual([
    ["/guardrail/request", id],
    ["/guardrail/response", id],
  ]);
  const traces = new Set(chain.masker.calls.map((call) => call.headers["traceparent"]));
  expect([...traces]).toEqual([
    given === undefined ? expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/) : trace,
  ]);
});

test("A refusal has an id, too", async () => {
  const response = await chain.post("/v1/messages", "{");
  expect([response.status, response.headers.get("x-masker-request-id")]).toEqual([
    400,
    expect.stringMatching(/^.{36}$/),
  ]);
});
