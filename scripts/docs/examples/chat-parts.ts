import type OpenAI from "openai";
import { BASE64 } from "./base64.ts";

type PartType = OpenAI.Chat.ChatCompletionContentPart["type"] | OpenAI.Chat.ChatCompletionContentPartRefusal["type"];
type Field = keyof OpenAI.Chat.ChatCompletionMessage | keyof OpenAI.Chat.ChatCompletionToolMessageParam;
type DeltaField = keyof OpenAI.Chat.ChatCompletionChunk.Choice.Delta;

/** One content part of every type that the SDK knows. */
export const CHAT_PARTS: Readonly<Record<PartType, object>> = {
  text: { text: "x" },
  refusal: { refusal: "x" },
  image_url: { image_url: { url: `data:image/png;base64,${BASE64}` } },
  input_audio: { input_audio: { data: BASE64, format: "x" } },
  file: { file: { file_data: BASE64, filename: "x" } },
};

/** Every field of a message that holds text, LiteLLM's own included. */
export const CHAT_FIELDS: Readonly<Record<Exclude<Field, "role"> | "reasoning_content" | "thinking_blocks", unknown>> =
  {
    content: "x",
    refusal: "x",
    tool_call_id: "x",
    tool_calls: [{ function: { name: "x", arguments: '{"a key":"x"}' } }, { custom: { name: "x", input: "x" } }],
    function_call: { name: "x", arguments: '{"a key":"x"}' },
    annotations: [{ url_citation: { title: "x", url: "x" } }],
    audio: { transcript: "x", data: "x" },
    reasoning_content: "x",
    thinking_blocks: [{ type: "thinking", thinking: "x", signature: "x" }],
  };

/** The same of a delta. */
export const CHAT_DELTAS: Readonly<Record<Exclude<DeltaField, "role"> | "reasoning_content", unknown>> = {
  content: "x",
  refusal: "x",
  tool_calls: [{ index: 0, function: { arguments: "x" } }],
  function_call: { arguments: "x" },
  reasoning_content: "x",
};
