import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createGuardrail, type Masker } from "./ask-guardrail.ts";
import { parse } from "./parse.ts";
import { startApp } from "./start-app.ts";

let masker: Masker;
beforeAll(async () => {
  masker = await startApp({ bodyLimitBytes: 2_000_000 });
});
afterAll(async () => {
  await masker.stop();
});

const { mask, restore } = createGuardrail(() => masker);

const asked = { thinking: { type: "adaptive" }, messages: [{ role: "user", content: "hello" }] };
const withThought = (thought: string) => ({
  ...asked,
  messages: [
    ...asked.messages,
    { role: "assistant", content: [{ type: "thinking", thinking: thought, signature: "s" }] },
    { role: "user", content: "go on" },
  ],
});
const delta = (thinking: string) => ({
  type: "content_block_delta",
  index: 0,
  delta: { type: "thinking_delta", thinking },
});
const frames = (...events: { type: string }[]) =>
  events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join("");

test("Thinking that holds a value is refused where it did not come through here", async () => {
  const id = "i-0bbbbbbbbbbbbbbb9";
  for (const body of [withThought(`look at ${id}`), { ...withThought(`look at ${id}`), system: id }]) {
    const refused = await mask(body);
    expect(refused.status).toBe(422);
    const { error } = await parse(refused);
    expect(error.message).toMatch(/thinking.*new conversation/);
    expect(error.message).not.toContain(id);
  }
});

test("Thinking that holds a value passes once it came in a whole answer, to a request in which nothing was found", async () => {
  const thought = "say i-0ddddddddddddddd1 🤖";
  const { ticket, body } = await parse(await mask(asked));
  expect(body).toEqual(asked);
  const answer = { type: "message", content: [{ type: "thinking", thinking: thought, signature: "s" }] };
  expect(await restore("response", ticket, JSON.stringify(answer))).toBe(JSON.stringify(answer));
  expect((await parse(await mask(withThought(thought)))).body).toEqual(withThought(thought));
  expect((await mask(withThought(`${thought} i-0ddddddddddddddd2`))).status).toBe(422);
});

test("Thinking that holds a value passes once it came in a stream, for a team's other members and for a body that a thread masks, too", async () => {
  const thought = "say i-0ddddddddddddddd3 🤖";
  const { ticket } = await parse(await mask(asked));
  const started = { type: "content_block_start", index: 0, content_block: { type: "thinking", thinking: "" } };
  const stopped = { type: "content_block_stop", index: 0 };
  const stream = frames(started, ...Array.from(thought, delta), stopped);
  expect(await restore("stream", ticket, stream)).toBe(stream);
  const other = { "x-masker-scope": "user:b" };
  await vi.waitFor(async () => expect((await mask(withThought(thought), other)).status).toBe(200));
  const large = { ...withThought(thought), system: "x ".repeat(600_000) };
  expect((await mask(large)).status).toBe(200);
  expect((await mask({ ...large, ...withThought(`${thought}!`) })).status).toBe(422);
});

test("Thinking that holds a value passes once it came in a chat's stream", async () => {
  const thought = "say i-0ddddddddddddddd4";
  const { ticket } = await parse(await mask({ reasoning_effort: "low", messages: asked.messages }));
  const chunk = (block: object) => ({ choices: [{ index: 0, delta: { thinking_blocks: [block] } }] });
  const chunks = Array.from(thought, (thinking) => chunk({ type: "thinking", thinking, signature: null }));
  const stream = [...chunks, chunk({ type: "thinking", thinking: "", signature: "s" })]
    .map((one) => `data: ${JSON.stringify(one)}\n\n`)
    .join("");
  expect(await restore("stream", ticket, stream, "openai-chat")).toBe(stream);
  await vi.waitFor(async () => expect((await mask(withThought(thought))).status).toBe(200));
});
