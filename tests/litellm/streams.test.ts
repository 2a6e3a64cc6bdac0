import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { readStream } from "../e2e/read-stream.ts";
import { countStreamTasks } from "./count-stream-tasks.ts";
import { anthropic, chat, INSTANCE, MASKED, messages, resetChain, SLOW_MS, SOON } from "./reset-chain.ts";
import { type Chain, startChain } from "./start-chain.ts";
import { RETRY_AFTER } from "./stand-in-masker.ts";
import { untilServed } from "./until-served.ts";

let chain: Chain;

beforeAll(async () => {
  chain = await startChain();
});
afterAll(() => chain.stop());
afterEach(() => resetChain(chain));

test.each([
  ["/v1/messages", anthropic, /\n\nevent: error\ndata: \{"type": "error", "error": \{"type": "api_error".*\n\n$/],
  ["/v1/chat/completions", chat, /\n\ndata: \{"error": .*\n\n$/],
  ["/v1/completions", { model: "openai/gpt-4o", prompt: `see ${INSTANCE}` }, /\n\ndata: \{"error": .*\n\n$/],
  [
    "/v1/responses",
    { model: "openai/gpt-4o", input: messages },
    /\n\nevent: error\ndata: \{"type": "error", .*"sequence_number": \d+\}\n\n$/,
  ],
])("%s ends in an error event when the masker is cut off in the middle", async (path, body, ending) => {
  chain.upstream.pace(SLOW_MS);
  const response = await chain.post(path, { ...body, stream: true });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = (await reader?.read())?.value ?? "";
  chain.masker.cutStreams();
  for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) text += part.value;
  expect(text).toMatch(ending);
  expect(text).not.toContain(MASKED);
  const numbers = [...text.matchAll(/"sequence_number": ?(\d+)/g)].map(([, number]) => Number(number));
  expect(numbers).toEqual(numbers.map((_, at) => (numbers[0] ?? 0) + at));
  expect(numbers.length > 1).toBe(path === "/v1/responses");
  await vi.waitFor(() => expect(chain.upstream.requests[0]?.abandoned).toBe(true), SOON);
});

test("A masker that refuses the stream makes an error answer with its Retry-After, not an empty stream", async () => {
  chain.upstream.pace(SLOW_MS);
  const pending = chain.post("/v1/messages", { ...anthropic, stream: true });
  await vi.waitFor(() => expect(chain.masker.openStreams()).toBe(1), SOON);
  chain.masker.answerWith(429);
  chain.masker.cutStreams();
  const { status, headers } = await pending;
  expect([status, headers.get("retry-after")]).toEqual([503, String(RETRY_AFTER)]);
});

test("A masker that is cut off while the provider thinks is asked again, and nothing is lost", async () => {
  chain.upstream.pace(SLOW_MS);
  const pending = chain.post("/v1/messages", { ...anthropic, stream: true });
  await vi.waitFor(() => expect(chain.masker.openStreams()).toBe(1), SOON);
  chain.masker.cutStreams();
  const response = await pending;
  expect(response.status).toBe(200);
  const text = await response.text();
  expect(text.split(INSTANCE)).toHaveLength(9);
  expect(text).toContain("event: message_stop");
  expect(chain.masker.calls.filter(({ path }) => path === "/guardrail/stream").length).toBeGreaterThan(1);
});

test("A provider that refuses a stream is told in its own words, and the masker's end of it is closed", async () => {
  chain.upstream.pace(SLOW_MS);
  chain.upstream.fail(400);
  const pending = chain.post("/v1/messages", { ...anthropic, stream: true });
  await vi.waitFor(() => expect(chain.masker.openStreams()).toBe(1), SOON);
  const response = await pending;
  expect(response.status).toBe(400);
  expect(await response.text()).toContain(`cannot ${INSTANCE}`);
  await vi.waitFor(() => expect(chain.masker.openStreams()).toBe(0), SOON);
});

test.each([true, false])(
  "A client that leaves ends the provider's request and the masker's (streamed: %s)",
  async (stream) => {
    chain.upstream.pace(stream ? SLOW_MS : 5_000);
    const leaving = new AbortController();
    const pending = chain.post("/v1/messages", { ...anthropic, stream }, { signal: leaving.signal });
    if (stream) await (await pending).body?.getReader().read();
    else await vi.waitFor(() => expect(chain.upstream.requests).toHaveLength(1), SOON);
    leaving.abort();
    if (!stream) await expect(pending).rejects.toThrow("abort");
    await vi.waitFor(() => expect(chain.upstream.requests[0]?.abandoned).toBe(true), SOON);
  },
);

test.each([
  ["/v1/messages", anthropic],
  ["/v1/chat/completions", chat],
  ["/v1/responses", { model: "openai/gpt-4o", input: messages }],
])("%s is whole where the provider has said all before the masker begins to answer", async (path, body) => {
  chain.masker.answerLate(true);
  const response = await chain.post(path, { ...body, stream: true });
  expect([response.status, await response.text()]).toEqual([200, expect.stringContaining(INSTANCE)]);
});

test.each([false, true])("A stream without an event ends as one (masker late: %s)", async (isLate) => {
  chain.masker.answerLate(isLate);
  chain.upstream.endAfter(0);
  const response = await chain.post("/v1/messages", { ...anthropic, stream: true });
  expect([response.status, await response.text()]).toEqual([200, ""]);
});

test.each([false, true])(
  "A stream that LiteLLM fails at is cut after all that was before, restored (masker late: %s)",
  async (isLate) => {
    chain.masker.answerLate(isLate);
    chain.upstream.endAfter(2, "unreadable");
    const body = { model: "openai/gpt-4o", stream: true, input: messages };
    const stream = await readStream(`${chain.url}/v1/responses`, chain.masterKey, body);
    expect([stream.status, await stream.wasCut]).toEqual([200, true]);
    expect(stream.text()).toMatch(new RegExp(`"type":"response.output_text.delta".*${INSTANCE}.*\\n\\n$`));
    expect(await countStreamTasks(chain)).toBe(0);
  },
);

test("A hundred streams at once are each restored", async () => {
  chain.upstream.pace(20);
  const answers = await Promise.all(
    Array.from({ length: 100 }, async (_, number) => {
      const id = `i-${String(number).padStart(17, "0")}`;
      const body = { ...anthropic, stream: true, messages: [{ role: "user", content: `see ${id}` }] };
      return { id, text: await (await untilServed(() => chain.post("/v1/messages", body))).text() };
    }),
  );
  for (const { id, text } of answers) expect(text.split(id)).toHaveLength(9);
});
