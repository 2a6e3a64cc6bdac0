import { randomUUID } from "node:crypto";
import { type Answer, type Block, type Chunk, stopReasonOf, type Usage } from "./answer.ts";
import { cutText } from "./cut-text.ts";
import { eventStreamMessage } from "./event-stream.ts";

/** The parts of a block that Bedrock's Converse API knows: text and tool calls. */
type ConverseBlock = Extract<Block, { type: "text" | "tool_use" }>;

/** A whole answer of `POST /model/{id}/converse`. */
export function converseAnswer(answer: Answer, usage: Usage): object {
  const content = blocksOf(answer).map((block) =>
    block.type === "text"
      ? { text: block.text }
      : { toolUse: { toolUseId: toolUseId(), name: block.name, input: block.input } },
  );
  return {
    output: { message: { role: "assistant", content } },
    stopReason: stopReasonOf(answer),
    usage: toUsage(usage),
    metrics: { latencyMs: 1 },
  };
}

/** The same answer as the events of `converse-stream`. */
export function* converseChunks(answer: Answer, usage: Usage): Generator<Chunk> {
  yield event("messageStart", { role: "assistant" });
  for (const [contentBlockIndex, block] of blocksOf(answer).entries()) {
    if (block.type === "tool_use") {
      const start = { toolUse: { toolUseId: toolUseId(), name: block.name } };
      yield event("contentBlockStart", { contentBlockIndex, start });
    }
    for (const delta of deltasOf(block)) yield event("contentBlockDelta", { contentBlockIndex, delta });
    yield event("contentBlockStop", { contentBlockIndex });
  }
  yield event("messageStop", { stopReason: stopReasonOf(answer) });
  yield event("metadata", { usage: toUsage(usage), metrics: { latencyMs: 1 } });
}

function blocksOf(answer: Answer): readonly ConverseBlock[] {
  return (answer.blocks ?? []).filter((block) => block.type === "text" || block.type === "tool_use");
}

function deltasOf(block: ConverseBlock): readonly object[] {
  if (block.type === "text") return cutText(block.text, block.sizes).map((text) => ({ text }));
  return cutText(JSON.stringify(block.input), block.sizes).map((input) => ({ toolUse: { input } }));
}

function event(type: string, payload: object): Chunk {
  return { text: eventStreamMessage(type, payload), isDelta: type === "contentBlockDelta" };
}

function toUsage({ inputTokens, outputTokens }: Usage): object {
  return { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens };
}

function toolUseId(): string {
  return `tooluse_${randomUUID().replaceAll("-", "").slice(0, 22)}`;
}
