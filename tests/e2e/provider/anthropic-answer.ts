import { randomUUID } from "node:crypto";
import { type Answer, asItIs, type Block, type Chunk, type ProviderError, stopReasonOf, type Usage } from "./answer.ts";
import { cutText } from "./cut-text.ts";
import { signThinking } from "./sign-thinking.ts";

/** A whole Anthropic message. */
export function anthropicMessage(answer: Answer, model: string, usage: Usage): object {
  const content = (answer.blocks ?? []).map((block) => toContentBlock(block));
  return { ...emptyMessage(model, usage), content, stop_reason: stopReasonOf(answer), usage: toUsage(usage) };
}

/** The same message as server-sent events, in the order and with the pings of the real API. */
export function* anthropicChunks(answer: Answer, model: string, usage: Usage): Generator<Chunk> {
  yield event("message_start", {
    message: { ...emptyMessage(model, usage), usage: { ...toUsage(usage), output_tokens: 1 } },
  });
  yield event("ping", {});
  for (const [index, block] of (answer.blocks ?? []).entries()) {
    yield event("content_block_start", { index, content_block: toOpenBlock(block) });
    for (const delta of deltasOf(block)) yield event("content_block_delta", { index, delta });
    yield event("content_block_stop", { index });
  }
  const delta = { stop_reason: stopReasonOf(answer), stop_sequence: null };
  yield event("message_delta", { delta, usage: { output_tokens: usage.outputTokens } });
  yield event("message_stop", {});
}

export function anthropicError(error: ProviderError): object {
  return { type: "error", error: { type: error.type, message: error.message }, request_id: `req_${randomUUID()}` };
}

export function anthropicErrorChunk(error: ProviderError): Chunk {
  return event("error", { error: { type: error.type, message: error.message } });
}

function event(type: string, fields: object): Chunk {
  const text = `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
  return { text, isDelta: type === "content_block_delta" };
}

function emptyMessage(model: string, usage: Usage): object {
  const id = `msg_${randomUUID().replaceAll("-", "")}`;
  return {
    id,
    type: "message",
    role: "assistant",
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: toUsage(usage),
  };
}

function toUsage(usage: Usage): object {
  return {
    input_tokens: usage.inputTokens,
    cache_creation_input_tokens: usage.cacheWriteTokens,
    cache_read_input_tokens: usage.cacheReadTokens,
    output_tokens: usage.outputTokens,
    service_tier: "standard",
  };
}

function toContentBlock(block: Block): object {
  if (block.type === "text") return { type: "text", text: block.text, ...citationsOf(block, block.citations) };
  if (block.type === "thinking") return { type: "thinking", thinking: block.text, signature: signThinking(block.text) };
  if (block.type === "tool_use") return { type: "tool_use", id: toolUseId(), name: block.name, input: block.input };
  return asItIs(block);
}

function toOpenBlock(block: Block): object {
  if (block.type === "text") return { type: "text", text: "", ...citationsOf(block, []) };
  if (block.type === "thinking") return { type: "thinking", thinking: "", signature: "" };
  if (block.type === "tool_use") return { type: "tool_use", id: toolUseId(), name: block.name, input: {} };
  return asItIs(block);
}

function deltasOf(block: Block): readonly object[] {
  if (block.type === "text") {
    const texts: object[] = cutText(block.text, block.sizes).map((text) => ({ type: "text_delta", text }));
    // The real API gives them in the middle of the text.
    return texts.toSpliced(1, 0, ...(block.citations ?? []).map((citation) => ({ type: "citations_delta", citation })));
  }
  if (block.type === "thinking") {
    const thoughts = cutText(block.text, block.sizes).map((thinking) => ({ type: "thinking_delta", thinking }));
    return [...thoughts, { type: "signature_delta", signature: signThinking(block.text) }];
  }
  if (block.type === "tool_use") {
    // The real API opens every tool input with an empty fragment.
    const fragments = ["", ...cutText(JSON.stringify(block.input), block.sizes)];
    return fragments.map((partial_json) => ({ type: "input_json_delta", partial_json }));
  }
  return [];
}

function citationsOf(block: object, citations: readonly object[] | undefined): object {
  return "citations" in block ? { citations } : {};
}

function toolUseId(): string {
  return `toolu_${randomUUID().replaceAll("-", "").slice(0, 24)}`;
}
