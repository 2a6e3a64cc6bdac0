import { randomUUID } from "node:crypto";
import {
  type Answer,
  asItIs,
  type Block,
  type Chunk,
  type ProviderError,
  type StopReason,
  stopReasonOf,
  type Usage,
} from "./answer.ts";
import { cutText } from "./cut-text.ts";

const FINISH_REASONS: Partial<Record<StopReason, string>> = { max_tokens: "MAX_TOKENS", refusal: "SAFETY" };
const STATUS: Readonly<Record<number, string>> = {
  400: "INVALID_ARGUMENT",
  429: "RESOURCE_EXHAUSTED",
  503: "UNAVAILABLE",
};

/** A whole `GenerateContentResponse`. Source: https://ai.google.dev/api/generate-content */
export function geminiAnswer(answer: Answer, model: string, usage: Usage): object {
  const parts = (answer.blocks ?? []).map((block) => toPart(block));
  return response(parts, { finishReason: finishReasonOf(answer) }, model, usage);
}

/** The same as server-sent events, with the real API's CRLF: text in pieces, a function call whole. */
export function* geminiChunks(answer: Answer, model: string, usage: Usage): Generator<Chunk> {
  const parts = (answer.blocks ?? []).flatMap((block) => {
    if (block.type !== "text" && block.type !== "thinking") return [toPart(block)];
    return cutText(block.text, block.sizes).map((text) => toPart({ ...block, text }));
  });
  for (const part of parts) yield data(response([part], {}, model, usage), true);
  const last = { finishReason: finishReasonOf(answer) };
  yield data(response([{ text: "" }], last, model, usage), false);
}

export function geminiError({ status, message }: ProviderError): object {
  return { error: { code: status, message, status: STATUS[status] ?? "INTERNAL" } };
}

export function geminiErrorChunk(error: ProviderError): Chunk {
  return data(geminiError(error), false);
}

function data(value: object, isDelta: boolean): Chunk {
  return { text: `data: ${JSON.stringify(value)}\r\n\r\n`, isDelta };
}

function toPart(block: Block): object {
  if (block.type === "text") return { text: block.text };
  if (block.type === "thinking") return { text: block.text, thought: true };
  if (block.type === "tool_use") return { functionCall: { name: block.name, args: block.input } };
  return asItIs(block);
}

function response(parts: readonly object[], more: object, modelVersion: string, usage: Usage): object {
  return {
    candidates: [{ content: { parts, role: "model" }, index: 0, ...more }],
    usageMetadata: {
      promptTokenCount: usage.inputTokens,
      candidatesTokenCount: usage.outputTokens,
      totalTokenCount: usage.inputTokens + usage.outputTokens,
    },
    modelVersion,
    responseId: randomUUID(),
  };
}

function finishReasonOf(answer: Answer): string {
  return FINISH_REASONS[stopReasonOf(answer)] ?? "STOP";
}
