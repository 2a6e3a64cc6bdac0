import { findAnthropicDeltas } from "./anthropic-deltas.ts";
import { findChatDeltas } from "./chat-deltas.ts";
import type { FrameDeltas } from "./frame-deltas.ts";
import { findGeminiDeltas } from "./gemini-deltas.ts";
import { findResponsesDeltas } from "./responses-deltas.ts";

/** The APIs by the form of their answers. */
export type Api =
  | "anthropic"
  | "openai-chat"
  | "openai-completions"
  | "openai-responses"
  | "gemini"
  | "embeddings"
  | "rerank";

const NONE: FrameDeltas = { deltas: [], ends: [] };

/** The table of what differs between the streams of the APIs; `error` is in `error-frame.ts`. */
export const FIND_DELTAS: Readonly<Record<Api, (frame: unknown) => FrameDeltas>> = {
  anthropic: findAnthropicDeltas,
  "openai-chat": findChatDeltas,
  "openai-completions": findChatDeltas,
  "openai-responses": findResponsesDeltas,
  gemini: findGeminiDeltas,
  embeddings: () => NONE,
  rerank: () => NONE,
};
