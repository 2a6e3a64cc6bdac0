import type OpenAI from "openai";
import { BASE64 } from "./base64.ts";

type ItemType = NonNullable<OpenAI.Responses.ResponseInputItem["type"]>;
type EventType = Extract<OpenAI.Responses.ResponseStreamEvent, { delta: unknown }>["type"];

const texts = [{ type: "input_text", text: "x" }];

/** One item of every type that the SDK knows, with what people, tools or a model write into it. */
export const RESPONSES_ITEMS: Readonly<Record<ItemType, object>> = {
  message: {
    content: [
      ...texts,
      { type: "output_text", text: "x", annotations: [{ title: "x" }] },
      { type: "refusal", refusal: "x" },
    ],
  },
  reasoning: { summary: [{ type: "summary_text", text: "x" }], content: [{ text: "x" }], encrypted_content: BASE64 },
  function_call: { name: "x", arguments: '{"a key":"x"}' },
  function_call_output: { output: "x" },
  custom_tool_call: { name: "x", input: "x" },
  custom_tool_call_output: { output: "x" },
  mcp_call: { name: "x", server_label: "x", arguments: '{"a key":"x"}', output: "x", error: "x" },
  mcp_list_tools: { server_label: "x", tools: [{ name: "x", description: "x" }] },
  mcp_approval_request: { name: "x", arguments: '{"a key":"x"}' },
  mcp_approval_response: { reason: "x" },
  file_search_call: { queries: ["x"], results: [{ filename: "x", text: "x" }] },
  web_search_call: { action: { query: "x", url: "x" } },
  computer_call: { action: { type: "type", text: "x" } },
  computer_call_output: { output: { image_url: `data:image/png;base64,${BASE64}` } },
  code_interpreter_call: { code: "x", outputs: [{ type: "logs", logs: "x" }] },
  image_generation_call: { result: BASE64 },
  local_shell_call: { action: { command: ["x"], env: { "a key": "x" } } },
  local_shell_call_output: { output: "x" },
  shell_call: { action: { commands: ["x"] } },
  shell_call_output: { output: [{ stdout: "x", stderr: "x" }] },
  apply_patch_call: { operation: { path: "x", diff: "x" } },
  apply_patch_call_output: { output: "x" },
  tool_search_call: { arguments: { "a key": "x" } },
  tool_search_output: { tools: [{ name: "x", description: "x" }] },
  additional_tools: { tools: [{ name: "x", description: "x" }] },
  program: { code: "x" },
  program_output: { result: "x" },
  compaction: { encrypted_content: BASE64 },
  compaction_trigger: {},
  item_reference: { id: "x" },
};

/** Each event that carries a delta. */
export const RESPONSES_DELTAS: Readonly<Record<EventType, string>> = {
  "response.output_text.delta": "x",
  "response.refusal.delta": "x",
  "response.reasoning_text.delta": "x",
  "response.reasoning_summary_text.delta": "x",
  "response.function_call_arguments.delta": "x",
  "response.mcp_call_arguments.delta": "x",
  "response.custom_tool_call_input.delta": "x",
  "response.code_interpreter_call_code.delta": "x",
  "response.audio.transcript.delta": "x",
  "response.audio.delta": BASE64,
};
