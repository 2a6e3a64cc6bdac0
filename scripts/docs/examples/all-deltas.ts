import type { Api } from "../../../masker-service/src/restore/deltas/find-deltas.ts";
import { ANTHROPIC_DELTAS } from "./anthropic-blocks.ts";
import { CHAT_DELTAS } from "./chat-parts.ts";
import { RESPONSES_DELTAS } from "./responses-items.ts";

/** One frame of a stream for every kind of delta that the APIs' SDKs know. */
export const ALL_DELTAS: readonly { readonly api: Api; readonly kind: string; readonly frame: object }[] = [
  ...Object.entries(ANTHROPIC_DELTAS).map(([type, delta]) => {
    return {
      api: "anthropic",
      kind: type,
      frame: { type: "content_block_delta", index: 0, delta: { type, ...delta } },
    } as const;
  }),
  ...Object.entries(CHAT_DELTAS).map(([field, delta]) => {
    return { api: "openai-chat", kind: field, frame: { choices: [{ index: 0, delta: { [field]: delta } }] } } as const;
  }),
  { api: "openai-completions", kind: "text", frame: { choices: [{ index: 0, text: "x" }] } },
  ...Object.entries(RESPONSES_DELTAS).map(([type, delta]) => {
    return { api: "openai-responses", kind: type, frame: { type, output_index: 0, delta } } as const;
  }),
  { api: "gemini", kind: "text of a part", frame: inPart({ text: "x" }) },
  { api: "gemini", kind: "text of a part that is a thought", frame: inPart({ text: "x", thought: true }) },
  { api: "gemini", kind: "functionCall with args", frame: inPart({ functionCall: { args: { id: "x" } } }) },
  {
    api: "gemini",
    kind: "functionCall with partialArgs",
    frame: inPart({ functionCall: { partialArgs: [{ jsonPath: "$.id", stringValue: "x" }], willContinue: true } }),
  },
];

function inPart(part: object): object {
  return { candidates: [{ index: 0, content: { parts: [part] } }] };
}
