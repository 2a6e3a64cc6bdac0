import { once } from "node:events";
import { connect } from "node:net";
import { json } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { RETRY_AFTER } from "./stand-in-masker.ts";
import { sendRaw, shakeHands } from "./send-raw.ts";
import { anthropic, chat, INSTANCE, MASKED, resetChain, SLOW_MS, SOON } from "./reset-chain.ts";
import { type Chain, startChain } from "./start-chain.ts";

let chain: Chain;

beforeAll(async () => {
  chain = await startChain();
});
afterAll(() => chain.stop());
afterEach(() => resetChain(chain));

test.each([
  ["/v1/messages", anthropic, { type: "error", error: { type: "api_error" } }],
  ["/v1/chat/completions", chat, { error: { type: "server_error", code: "503" } }],
  ["/v1/messages/count_tokens", anthropic, { type: "error", error: { type: "api_error" } }],
  ["/v1beta/models/gemini/g:generateContent", { contents: [] }, { error: { code: 503, status: "UNAVAILABLE" } }],
])("%s tells the client to try again while the masker is down or failing", async (path, body, shape) => {
  for (const outage of ["drop", 500, 401, 408] as const) {
    chain.masker.answerWith(outage);
    const response = await chain.post(path, body);
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("1");
    expect(await response.json()).toMatchObject(shape);
  }
  expect(chain.upstream.requests).toHaveLength(0);
});

test.each([
  ["/v1/messages", anthropic, { type: "error", error: { type: "rate_limit_error" } }],
  ["/v1/chat/completions", chat, { error: { type: "requests", code: "rate_limit_exceeded" } }],
  ["/v1/messages/count_tokens", anthropic, { type: "error", error: { type: "rate_limit_error" } }],
  ["/v1beta/models/gemini/g:generateContent", { contents: [] }, { error: { code: 429, status: "RESOURCE_EXHAUSTED" } }],
])("%s tells a caller who asks too often when to come back, as the masker did", async (path, body, shape) => {
  chain.masker.answerWith(429);
  const response = await chain.post(path, body);
  expect([response.status, response.headers.get("retry-after")]).toEqual([429, String(RETRY_AFTER)]);
  expect(await response.json()).toMatchObject(shape);
  expect(chain.upstream.requests).toHaveLength(0);
});

test("A masker that takes requests and never answers is given up", async () => {
  chain.masker.answerWith("hang");
  expect((await chain.post("/v1/messages", anthropic)).status).toBe(503);
  expect(chain.upstream.requests).toHaveLength(0);
});

test.each([
  ["/v1/messages", anthropic, { type: "error", error: { type: "invalid_request_error" } }],
  ["/v1/chat/completions", chat, { error: { type: "invalid_request_error" } }],
])("%s is refused for good where the masker refuses the body", async (path, body, shape) => {
  for (const status of [400, 413, 422]) {
    chain.masker.answerWith(status);
    const response = await chain.post(path, body);
    expect(response.status).toBe(status);
    expect(response.headers.get("x-should-retry")).toBe("false");
    const answer = (await response.json()) as { error: { message: string } };
    if (status === 400) expect(answer).toMatchObject(shape);
    expect(answer.error.message).toBe("masker: stand-in: told to refuse; tell it otherwise");
  }
  expect(chain.upstream.requests).toHaveLength(0);
});

test("A whole answer that cannot be restored is an error, not placeholders", async () => {
  chain.upstream.pace(SLOW_MS);
  const pending = chain.post("/v1/messages", anthropic);
  await vi.waitFor(() => expect(chain.upstream.requests).toHaveLength(1), SOON);
  chain.masker.answerWith("drop");
  const response = await pending;
  expect(response.status).toBe(503);
  expect(await response.text()).not.toContain(MASKED);
});

test("A client that leaves in the middle of its body leaves nothing behind", async () => {
  const { hostname, port } = new URL(chain.url);
  const socket = connect(Number(port), hostname);
  await once(socket, "connect");
  socket.write('POST /v1/messages HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{"model":');
  await sleep(SLOW_MS);
  socket.destroy();
  expect((await chain.post("/v1/messages", anthropic)).status).toBe(200);
});

test.each([
  ["/v1/messages", "{", 400, { type: "error", error: { type: "invalid_request_error" } }],
  ["/v1/messages", "[]", 400, { type: "error", error: { type: "invalid_request_error" } }],
  ["/v1/chat/completions", `{"a":"\\ud800"}`, 400, { error: { type: "invalid_request_error" } }],
  ["/v1/messages", `{"a":"${"a".repeat(33 * 2 ** 20)}"}`, 413, { type: "error", error: { type: "request_too_large" } }],
  ["/v1/files", "{}", 403, { error: { type: "invalid_request_error" } }],
  ["/anthropic/v1/messages", "{}", 403, { type: "error", error: { type: "permission_error" } }],
  ["/v1/models/g:countTokens", "{}", 403, { error: { code: 403, status: "PERMISSION_DENIED" } }],
  ["/what/is/this", "{}", 404, { error: { code: "404" } }],
])("Bad input to %s is answered in the shape of its API", async (path, body, status, shape) => {
  const response = await chain.post(path, body);
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject(shape);
  expect(chain.upstream.requests).toHaveLength(0);
});

test.each([
  ["/v1/realtime", /MASKER_OPAQUE_ROUTES may open it/],
  ["/openai/v1/realtime", /MASKER_OPAQUE_ROUTES may open it/],
  ["/v1/responses", /send requests, whose answers may be streamed/],
  ["/what/is/this", /send requests/],
])("A websocket to %s is refused with the reason, and no log has its query", async (path, reason) => {
  const answer = await shakeHands(chain, `${path}?model=openai/gpt-realtime&note=${INSTANCE}`);
  expect(answer.statusCode).toBe(403);
  expect(await json(answer)).toMatchObject({
    error: { message: expect.stringMatching(reason) as string, type: "invalid_request_error" },
  });
  expect(chain.upstream.requests).toEqual([]);
  expect(await chain.log()).not.toContain(INSTANCE);
});

test.each([
  "/v1/./messages",
  "//v1/messages",
  "/v1/messages/",
  "/v1/messages%2f",
  "/ui/../v1/messages",
  "/v1%2Fmessages",
  "/v1/messages?beta=true",
  "/V1/MESSAGES",
  "http://x/v1/messages",
])("However the path is written, no original leaves: %s", async (target) => {
  await sendRaw(chain, target, JSON.stringify(anthropic));
  for (const { path, body } of chain.upstream.requests) expect(path + body).not.toContain(INSTANCE);
});
