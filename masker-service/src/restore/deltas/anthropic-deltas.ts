import { fieldsOf, numberOf, type Delta, type FrameDeltas } from "./frame-deltas.ts";

/**
 * Delta type → its field. Not here: `thinking_delta` and `signature_delta`, which are exempt, and `citations_delta`,
 * whose strings come whole.
 */
const FIELDS: Readonly<Record<string, Pick<Delta, "reading" | "isCall" | "isAnswer"> & { field: string }>> = {
  text_delta: { field: "text", reading: "text", isCall: false, isAnswer: true },
  input_json_delta: { field: "partial_json", reading: "json", isCall: true },
  compaction_delta: { field: "content", reading: "text", isCall: false },
};
const LAST_TYPES = ["message_start", "message_delta", "message_stop", "error"];

/** Anthropic Messages. Source: `RawMessageStreamEvent` of @anthropic-ai/sdk 1.11. */
export function findAnthropicDeltas(frame: unknown): FrameDeltas {
  const { type, index, delta, content_block: started } = fieldsOf(frame);
  const block = `${numberOf(index, 0)}:`;
  if (type === "content_block_stop") return { deltas: [], ends: [block] };
  if (type === "content_block_start" && typeof fieldsOf(started)["text"] === "string") {
    return {
      deltas: [{ path: "content_block.text", channel: `${block}text`, reading: "text", isCall: false, isAnswer: true }],
      ends: [],
    };
  }
  if (type !== "content_block_delta") return { deltas: [], ends: LAST_TYPES.includes(String(type)) ? [""] : [] };
  const kind = FIELDS[String(fieldsOf(delta)["type"])];
  if (kind === undefined) return { deltas: [], ends: [] };
  const { field, ...rest } = kind;
  return { deltas: [{ path: `delta.${field}`, channel: block + field, ...rest }], ends: [] };
}
