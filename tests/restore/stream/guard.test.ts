import { describe, expect, test } from "vitest";
import type { Api } from "../../../masker-service/src/restore/deltas/find-deltas.ts";
import { restoreBody } from "../../../masker-service/src/restore/restore-body.ts";
import { createStreamRestorer } from "../../../masker-service/src/restore/stream-restorer.ts";
import { ORIGINALS, recogniser } from "../originals.ts";
import { cutEvery } from "../read-in-pieces.ts";
import { blockStop, event, inputDelta, textDelta } from "./anthropic-events.ts";
import { assemble, recut } from "./events.ts";
import { loadRecordedStreams } from "./recorded-stream.ts";

const START = event({
  type: "content_block_start",
  index: 1,
  content_block: { type: "tool_use", id: "t", name: "stop", input: {} },
});
const BLOCKING = { originals: ORIGINALS, guard: "block" } as const;
const HELD = ["ec2-001", "sg-001"];
const NONE: ReadonlyMap<string, string> = new Map();

function callOf(input: string): string[] {
  return [START, ...cutEvery(input, 3).map((piece) => inputDelta(1, piece)), blockStop(1)];
}

/** What comes out at each event under a guard that blocks. */
function feedEach(api: Api, events: readonly string[], originals = ORIGINALS): string[] {
  const restorer = createStreamRestorer({ api, originals, recogniser, guard: "block" });
  const out = events.map((text) => Buffer.concat(restorer.feed(Buffer.from(text))).toString());
  return [...out, Buffer.concat(restorer.end()).toString()];
}

describe("a guard that blocks", () => {
  test("withholds a tool call until it is whole", () => {
    const events = callOf('{"id":"x y"}');
    expect(feedEach("anthropic", events)).toEqual([START, "", "", "", "", events.slice(1).join(""), ""]);
  });

  test("lets a call pass whose placeholders are held, restored", () => {
    expect(feedEach("anthropic", callOf('{"id":"ec2-001"}')).join("")).toContain("i-1234567890abcdef0");
  });

  test("refuses a call that names what was never issued, after all that came before, and nothing follows", () => {
    const events = [
      textDelta(0, "Stop ec2-001"),
      blockStop(0),
      ...callOf('{"ids":["ec2-001","EC2-099"]}'),
      textDelta(2, "x "),
    ];
    const out = feedEach("anthropic", events).join("");
    expect(out.startsWith(textDelta(0, "Stop i-1234567890abcdef0") + blockStop(0) + START)).toBe(true);
    expect(out).not.toContain("input_json_delta");
    const error = out.slice(out.indexOf("event: error"));
    expect(error).toContain('"type":"invalid_request_error"');
    expect(error).toContain("ec2-099");
    expect(error.trim().split("\n")).toHaveLength(2);
  });

  test("leaves text alone that names what was never issued", () => {
    const events = [textDelta(0, "What is ec2-099? "), blockStop(0)];
    expect(feedEach("anthropic", events)).toEqual([...events, ""]);
  });

  test("refuses a call that comes whole in a frame", () => {
    const frame = {
      candidates: [{ content: { parts: [{ functionCall: { name: "stop", args: { id: "ec2-099" } } }] } }],
    };
    const out = feedEach("gemini", [`data: ${JSON.stringify(frame)}\n\n`]).join("");
    expect(out).toContain("INVALID_ARGUMENT");
    expect(out).not.toContain("functionCall");
  });

  test.each<[string, object]>([
    [
      "a custom tool of chat",
      { choices: [{ message: { tool_calls: [{ type: "custom", custom: { name: "sh", input: "stop ec2-099" } }] } }] },
    ],
    ["a custom tool of Responses", { output: [{ type: "custom_tool_call", name: "sh", input: "stop ec2-099" }] }],
    ["a shell call of Responses", { output: [{ type: "local_shell_call", action: { command: ["stop", "ec2-099"] } }] }],
    ["a patch of Responses", { output: [{ type: "apply_patch_call", operation: { diff: "+ec2-099" } }] }],
    [
      "legacy function_call",
      { choices: [{ message: { function_call: { name: "sh", arguments: '{"id":"ec2-099"}' } } }] },
    ],
    [
      "a call of Gemini",
      { candidates: [{ content: { parts: [{ functionCall: { name: "sh", args: { "ec2-099": 1 } } }] } }] },
    ],
    ["a server tool of Anthropic", { content: [{ type: "server_tool_use", input: { code: "stop('ec2-099')" } }] }],
  ])("refuses %s that names what was never issued", (_case, answer) => {
    expect(() => restoreBody(JSON.stringify(answer), recogniser, BLOCKING)).toThrow("ec2-099");
    const held = JSON.stringify(answer).replaceAll("ec2-099", "ec2-001");
    expect(restoreBody(held, recogniser, BLOCKING).unknown).toEqual([]);
  });

  test.each<[string, object]>([
    ["the output of a shell call", { output: [{ type: "shell_call_output", output: [{ stdout: "ec2-099" }] }] }],
    ["a message beside a call", { output: [{ type: "message", content: [{ type: "output_text", text: "ec2-099" }] }] }],
  ])("leaves %s alone", (_case, answer) => {
    expect(restoreBody(JSON.stringify(answer), recogniser, BLOCKING).unknown).toEqual(["ec2-099"]);
  });

  test("refuses a shell call of Responses in pieces and whole", () => {
    const frame = (data: object): string => `data: ${JSON.stringify(data)}\n\n`;
    const pieces = ["stop ec2-0", "99 "].map((delta, number) =>
      frame({ type: "response.shell_call_command.delta", sequence_number: number, output_index: 0, delta }),
    );
    const item = { type: "shell_call", action: { commands: ["stop ec2-099"] } };
    const done = frame({ type: "response.output_item.done", sequence_number: 2, output_index: 0, item });
    for (const events of [[...pieces, done], [done]]) {
      const out = feedEach("openai-responses", events).join("");
      expect(out).toMatch(/^event: error\ndata: .*invalid_prompt.*ec2-099/);
      expect(out).not.toContain("shell_call");
    }
  });

  test("refuses a whole answer with such a call, and no other", () => {
    const answer = (block: unknown): string => JSON.stringify({ content: [block] });
    const call = answer({ type: "tool_use", input: { id: "ec2-099" } });
    expect(() => restoreBody(call, recogniser, { originals: ORIGINALS, guard: "block" })).toThrow("ec2-099");
    expect(restoreBody(call, recogniser, { originals: ORIGINALS }).unknown).toEqual(["ec2-099"]);
    expect(
      restoreBody(answer({ type: "text", text: "ec2-099" }), recogniser, { originals: ORIGINALS, guard: "block" })
        .unknown,
    ).toEqual(["ec2-099"]);
  });
});

describe.each(loadRecordedStreams())("of the recorded stream $name a guard that blocks", ({ api, text }) => {
  test("changes no text if all placeholders are held", () => {
    const stream = recut(api, text, 3);
    const out = feedEach(api, [stream], new Map(HELD.map((name) => [name, name]))).join("");
    expect(assemble(api, out)).toEqual(assemble(api, stream));
  });

  test("lets no part of a call out that names what is not held, and all else", () => {
    const stream = recut(api, text, 3);
    const isCall = ([channel]: [string, string]): boolean => /partial_json|arguments|custom/.test(channel);
    const calls = [...assemble(api, stream).texts].filter(isCall);
    const isRefused =
      calls.some(([, whole]) => whole.includes("ec2-001")) || /(?:functionCall|_tool_use").*ec2-001/.test(stream);
    const out = feedEach(api, [stream], NONE).join("");
    expect([...assemble(api, out).texts].filter(isCall)).toEqual(isRefused ? [] : calls);
    expect(/invalid_request_error|invalid_prompt|INVALID_ARGUMENT/.test(out)).toBe(isRefused);
    expect(out === stream).toBe(!isRefused);
  });
});
