import { randomUUID } from "node:crypto";
import {
  type Answer,
  type Block,
  type Chunk,
  type ProviderError,
  type StopReason,
  stopReasonOf,
  type Usage,
} from "./answer.ts";
import { cutText } from "./cut-text.ts";

const FINISH_REASONS: Record<StopReason, string> = {
  end_turn: "stop",
  stop_sequence: "stop",
  pause_turn: "stop",
  tool_use: "tool_calls",
  max_tokens: "length",
  refusal: "content_filter",
};

/** A whole chat completion with one choice. Blocks other than text and tool calls do not exist in this API. */
export function openaiCompletion(answer: Answer, model: string, usage: Usage): object {
  const content = textsOf(answer).join("") || null;
  const calls = callsOf(answer).map((block) => ({
    ...toCall(block),
    function: { name: block.name, arguments: JSON.stringify(block.input) },
  }));
  const message = { role: "assistant", content, refusal: null, ...(calls.length > 0 && { tool_calls: calls }) };
  const choice = { index: 0, message, logprobs: null, finish_reason: FINISH_REASONS[stopReasonOf(answer)] };
  return { ...envelope("chat.completion", model), choices: [choice], usage: toUsage(usage) };
}

/** The same completion as server-sent events, the usage in a last chunk of its own. */
export function* openaiChunks(answer: Answer, model: string, usage: Usage): Generator<Chunk> {
  const head = envelope("chat.completion.chunk", model);
  const chunk = (delta: object, isDelta: boolean, finish: string | null = null): Chunk =>
    data({ ...head, choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }] }, isDelta);
  yield chunk({ role: "assistant", content: "", refusal: null }, false);
  for (const block of answer.blocks ?? []) {
    if (block.type !== "text") continue;
    for (const content of cutText(block.text, block.sizes)) yield chunk({ content }, true);
  }
  for (const [index, block] of callsOf(answer).entries()) {
    yield chunk({ tool_calls: [{ index, ...toCall(block), function: { name: block.name, arguments: "" } }] }, false);
    for (const fragment of cutText(JSON.stringify(block.input), block.sizes)) {
      yield chunk({ tool_calls: [{ index, function: { arguments: fragment } }] }, true);
    }
  }
  yield chunk({}, false, FINISH_REASONS[stopReasonOf(answer)]);
  yield data({ ...head, choices: [], usage: toUsage(usage) }, false);
  yield { text: "data: [DONE]\n\n", isDelta: false };
}

export function openaiError(error: ProviderError): object {
  return { error: { message: error.message, type: error.type, param: null, code: null } };
}

export function openaiErrorChunk(error: ProviderError): Chunk {
  return data(openaiError(error), false);
}

function data(value: object, isDelta: boolean): Chunk {
  return { text: `data: ${JSON.stringify(value)}\n\n`, isDelta };
}

function envelope(object: string, model: string): object {
  return {
    id: `chatcmpl-${randomUUID()}`,
    object,
    created: Math.floor(Date.now() / 1000),
    model,
    system_fingerprint: "fp_stand_in",
  };
}

function toUsage(usage: Usage): object {
  const prompt = usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;
  return { prompt_tokens: prompt, completion_tokens: usage.outputTokens, total_tokens: prompt + usage.outputTokens };
}

function textsOf(answer: Answer): readonly string[] {
  return (answer.blocks ?? []).flatMap((block) => (block.type === "text" ? [block.text] : []));
}

function callsOf(answer: Answer): readonly Extract<Block, { type: "tool_use" }>[] {
  return (answer.blocks ?? []).filter((block) => block.type === "tool_use");
}

function toCall(block: Extract<Block, { type: "tool_use" }>): { id: string; type: "function" } {
  return { id: `call_${block.name}_${randomUUID().slice(0, 8)}`, type: "function" };
}
