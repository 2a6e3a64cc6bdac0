import { describe, expect, test } from "vitest";
import { FIND_DELTAS, type Api } from "../../masker-service/src/restore/deltas/find-deltas.ts";

/** Frame → `path: reading` of its deltas, and the channels that end. */
const FRAMES: readonly [what: string, api: Api, frame: unknown, deltas: string[], ends: string[]][] = [
  [
    "chat content",
    "openai-chat",
    chat({ content: "x" }),
    ["choices.0.delta.content: text"],
    ["0:text:refusal", "0:text:reasoning_content", "0:text:reasoning"],
  ],
  [
    "a chat refusal",
    "openai-chat",
    chat({ refusal: "x" }),
    ["choices.0.delta.refusal: text"],
    ["0:text:content", "0:text:reasoning_content", "0:text:reasoning"],
  ],
  [
    "a chat tool call",
    "openai-chat",
    chat({ tool_calls: [{ index: 1, function: { arguments: "{" } }] }),
    ["choices.0.delta.tool_calls.0.function.arguments: json"],
    ["0:text:content", "0:text:refusal", "0:text:reasoning_content", "0:text:reasoning"],
  ],
  [
    "a custom tool call",
    "openai-chat",
    chat({ tool_calls: [{ index: 0, custom: { input: "x" } }] }),
    ["choices.0.delta.tool_calls.0.custom.input: text"],
    ["0:text:content", "0:text:refusal", "0:text:reasoning_content", "0:text:reasoning"],
  ],
  [
    "a legacy function call",
    "openai-chat",
    chat({ function_call: { arguments: "{" } }),
    ["choices.0.delta.function_call.arguments: json"],
    ["0:text:content", "0:text:refusal", "0:text:reasoning_content", "0:text:reasoning"],
  ],
  [
    "the end of a chat choice with its last delta",
    "openai-chat",
    { choices: [{ index: 1, delta: { content: "x" }, finish_reason: "stop" }] },
    ["choices.0.delta.content: text"],
    ["1:"],
  ],
  ["chat usage", "openai-chat", { choices: [], usage: {} }, [], []],
  ["a chat role", "openai-chat", chat({ role: "assistant", content: null }), [], []],
  ["a chat error", "openai-chat", { error: { message: "x" } }, [], [""]],
  [
    "a completion",
    "openai-completions",
    { choices: [{ index: 2, text: "x", finish_reason: null }] },
    ["choices.0.text: text"],
    ["2:text:content", "2:text:refusal", "2:text:reasoning_content", "2:text:reasoning"],
  ],
  [
    "output text",
    "openai-responses",
    { type: "response.output_text.delta", output_index: 1, delta: "x" },
    ["delta: text"],
    [],
  ],
  [
    "function arguments",
    "openai-responses",
    { type: "response.function_call_arguments.delta", delta: "{" },
    ["delta: json"],
    [],
  ],
  ["MCP arguments", "openai-responses", { type: "response.mcp_call_arguments.delta", delta: "{" }, ["delta: json"], []],
  [
    "the input of a custom tool",
    "openai-responses",
    { type: "response.custom_tool_call_input.delta", delta: "x" },
    ["delta: text"],
    [],
  ],
  ["sound", "openai-responses", { type: "response.output_audio.delta", delta: "UklG" }, [], []],
  [
    "a text that is done",
    "openai-responses",
    { type: "response.output_text.done", output_index: 1, content_index: 2 },
    [],
    ["1:2:0:response.output_text"],
  ],
  ["an item that is done", "openai-responses", { type: "response.output_item.done", output_index: 1 }, [], ["1:"]],
  ["a response that is done", "openai-responses", { type: "response.completed" }, [], [""]],
  ["an event of a kind nobody knows", "openai-responses", { type: "response.odd.delta", delta: { a: 1 } }, [], []],
  ["Gemini's text", "gemini", gemini([{ text: "x" }]), ["candidates.0.content.parts.0.text: text"], ["0:thought"]],
  [
    "Gemini's thought",
    "gemini",
    gemini([{ text: "x", thought: true }]),
    ["candidates.0.content.parts.0.text: text"],
    [],
  ],
  ["Gemini's call", "gemini", gemini([{ functionCall: { args: {} } }]), [], ["0:"]],
  [
    "a piece of Gemini's call",
    "gemini",
    gemini([{ functionCall: { partialArgs: [{ jsonPath: "$.id", stringValue: "x" }], willContinue: true } }]),
    ["candidates.0.content.parts.0.functionCall.partialArgs.0.stringValue: text"],
    ["0:text", "0:thought"],
  ],
  [
    "Gemini's last frame",
    "gemini",
    gemini([{ text: "x" }], "STOP"),
    ["candidates.0.content.parts.0.text: text"],
    ["0:"],
  ],
  [
    "Anthropic's compaction",
    "anthropic",
    { type: "content_block_delta", index: 3, delta: { type: "compaction_delta", content: "x" } },
    ["delta.content: text"],
    [],
  ],
  [
    "Anthropic's citation",
    "anthropic",
    { type: "content_block_delta", index: 3, delta: { type: "citations_delta", citation: {} } },
    [],
    [],
  ],
  ["Anthropic's stop of a block", "anthropic", { type: "content_block_stop", index: 3 }, [], ["3:"]],
  ["embeddings", "embeddings", { data: [] }, [], []],
];

describe("what is a delta, how it is read, and what ends with it", () => {
  test.each(FRAMES)("%s", (_what, api, frame, deltas, ends) => {
    const found = FIND_DELTAS[api](frame);
    expect(found.deltas.map(({ path, reading }) => `${path}: ${reading}`)).toEqual(deltas);
    expect(found.ends).toEqual(ends);
  });

  test.each(Object.keys(FIND_DELTAS) as Api[])("%s: a frame of any other form has none", (api) => {
    for (const frame of [null, 1, "x", [], {}, { choices: 1, candidates: [null] }, { type: {}, choices: [null] }]) {
      expect(FIND_DELTAS[api](frame).deltas).toEqual([]);
    }
  });
});

function chat(delta: unknown): unknown {
  return { choices: [{ index: 0, delta, finish_reason: null }] };
}

function gemini(parts: unknown[], finish?: string): unknown {
  return { candidates: [{ content: { parts }, finishReason: finish }] };
}
