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

/** A whole chat completion. Blocks other than text, refusals and calls do not exist in this API. */
export function openaiCompletion(answer: Answer, model: string, usage: Usage): object {
  const choices = choicesOf(answer).map((blocks, index) => {
    return { index, message: toMessage(blocks), logprobs: null, finish_reason: finishReasonOf(answer, blocks) };
  });
  return { ...envelope("chat.completion", model), choices, usage: toUsage(usage) };
}

/** The same completion as server-sent events, its choices by turns, the usage in a last chunk of its own. */
export function* openaiChunks(answer: Answer, model: string, usage: Usage): Generator<Chunk> {
  const head = envelope("chat.completion.chunk", model);
  const chunk = (index: number, delta: object, isDelta: boolean, finish: string | null = null): Chunk =>
    data({ ...head, choices: [{ index, delta, logprobs: null, finish_reason: finish }] }, isDelta);
  let open = choicesOf(answer).map((blocks, index) => ({ index, blocks, deltas: deltasOf(blocks) }));
  for (const { index } of open) yield chunk(index, { role: "assistant", content: "", refusal: null }, false);
  while (open.length > 0) {
    const goingOn: typeof open = [];
    for (const choice of open) {
      const { index, blocks, deltas } = choice;
      const next = deltas.next();
      if (next.done === true) yield chunk(index, {}, false, finishReasonOf(answer, blocks));
      else {
        yield chunk(index, next.value.delta, next.value.isDelta);
        goingOn.push(choice);
      }
    }
    open = goingOn;
  }
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

function choicesOf(answer: Answer): readonly (readonly Block[])[] {
  return [answer.blocks ?? [], ...(answer.others ?? [])];
}

function finishReasonOf(answer: Answer, blocks: readonly Block[]): string {
  if (answer.stopReason === undefined && blocks.some(({ type }) => type === "function_call")) return "function_call";
  const isCall = answer.stopReason === undefined && callsOf(blocks).length > 0;
  return FINISH_REASONS[isCall ? "tool_use" : stopReasonOf({ ...answer, blocks })];
}

function toMessage(blocks: readonly Block[]): object {
  const calls = callsOf(blocks).map((block) => ({ ...toCall(block), ...withInput(block, inputOf(block)) }));
  const legacy = blocks.find((block) => block.type === "function_call");
  return {
    role: "assistant",
    content: textOf(blocks, "text") || null,
    refusal: textOf(blocks, "refusal") || null,
    ...(calls.length > 0 && { tool_calls: calls }),
    ...(legacy && { function_call: { name: legacy.name, arguments: JSON.stringify(legacy.input) } }),
  };
}

/** Texts first, then calls. */
function* deltasOf(blocks: readonly Block[]): Generator<{ delta: object; isDelta: boolean }> {
  for (const block of blocks) {
    if (block.type !== "text" && block.type !== "refusal") continue;
    const field = block.type === "text" ? "content" : "refusal";
    for (const piece of cutText(block.text, block.sizes)) yield { delta: { [field]: piece }, isDelta: true };
  }
  for (const [index, block] of callsOf(blocks).entries()) {
    yield { delta: { tool_calls: [{ index, ...toCall(block), ...withInput(block, "") }] }, isDelta: false };
    for (const fragment of cutText(inputOf(block), block.sizes)) {
      const more = block.type === "tool_use" ? { function: { arguments: fragment } } : { custom: { input: fragment } };
      yield { delta: { tool_calls: [{ index, ...more }] }, isDelta: true };
    }
  }
  for (const block of blocks) {
    if (block.type !== "function_call") continue;
    yield { delta: { function_call: { name: block.name, arguments: "" } }, isDelta: false };
    for (const fragment of cutText(JSON.stringify(block.input), block.sizes))
      yield { delta: { function_call: { arguments: fragment } }, isDelta: true };
  }
}

function textOf(blocks: readonly Block[], type: "text" | "refusal"): string {
  return blocks.flatMap((block) => (block.type === type ? [block.text] : [])).join("");
}

type Call = Extract<Block, { type: "tool_use" | "custom_tool_call" }>;

function callsOf(blocks: readonly Block[]): readonly Call[] {
  return blocks.filter((block) => block.type === "tool_use" || block.type === "custom_tool_call");
}

function toCall({ type, name }: Call): { id: string; type: "function" | "custom" } {
  return { id: `call_${name}_${randomUUID().slice(0, 8)}`, type: type === "tool_use" ? "function" : "custom" };
}

function withInput({ type, name }: Call, input: string): object {
  return type === "tool_use" ? { function: { name, arguments: input } } : { custom: { name, input } };
}

function inputOf(block: Call): string {
  return block.type === "tool_use" ? JSON.stringify(block.input) : block.input;
}
