import { isCallEvent } from "../call-text.ts";
import { fieldsOf, numberOf, type FrameDeltas } from "./frame-deltas.ts";

const DELTA = /^(.+)\.delta$/;
const DONE = /^(.+)\.done$/;
const ANSWER_BASE = "response.output_text";
const JSON_BASE = /_arguments$/;
/** Sound and images in base64. */
const MEDIA_BASE = /audio$|image$/;
const LAST_TYPES = /^(?:error|response\.(?:completed|failed|incomplete|cancelled))$/;

/**
 * OpenAI Responses. Source: `ResponseStreamEvent` of openai 6.49: each `X.delta` has a string `delta` and is followed,
 * after its last one, by `X.done` with the whole.
 */
export function findResponsesDeltas(frame: unknown): FrameDeltas {
  const {
    type,
    delta,
    output_index: outputIndex,
    content_index: contentIndex,
    summary_index: summaryIndex,
  } = fieldsOf(frame);
  const name = String(type);
  if (LAST_TYPES.test(name)) return { deltas: [], ends: [""] };
  const block = `${numberOf(outputIndex, 0)}:`;
  const channelOf = (base: string): string =>
    `${block}${numberOf(contentIndex, 0)}:${numberOf(summaryIndex, 0)}:${base}`;
  const base = DELTA.exec(name)?.[1];
  if (base !== undefined && typeof delta === "string" && !MEDIA_BASE.test(base)) {
    const isJson = JSON_BASE.test(base);
    const [reading, isCall] = [isJson ? "json" : "text", isJson || isCallEvent(base)] as const;
    return {
      deltas: [{ path: "delta", channel: channelOf(base), reading, isCall, isAnswer: base === ANSWER_BASE }],
      ends: [],
    };
  }
  const done = DONE.exec(name)?.[1];
  if (done === "response.output_item" || done === "response.content_part") return { deltas: [], ends: [block] };
  return { deltas: [], ends: done === undefined ? [] : [channelOf(done)] };
}
