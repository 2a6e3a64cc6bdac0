import type { JsonString } from "./json-string.ts";

/** Nothing but base64 of either alphabet, and too long to be a key: a shorter one is looked at like any text. */
const OPAQUE = /^[A-Za-z0-9+/_-]{64,}={0,2}$/;
/** How one may begin as it is written: looked at first, since looking at `text` decodes all of it. */
const DATA_URL_OPENINGS = ["d", "\\"];
const DATA_URL = /^data:[\w.+-]+\/[\w.+-]+;base64,[A-Za-z0-9+/_-]{64,}={0,2}$/;

const THINKING_TYPES = ["thinking", "thinking_delta", "signature_delta"];
const BLOCK_KEYS = ["content", "content_block", "delta", "thinking_blocks"];
const ENCRYPTED_KEYS = ["encrypted_content", "encrypted_index", "encrypted_stdout"];
const ENCRYPTED_TYPES = [
  "web_search_result",
  "web_search_result_location",
  "encrypted_code_execution_result",
  "reasoning",
  "compaction",
];
const MEDIA_REASON =
  "an image, a PDF or sound in base64; text in base64 is masked, and what is declared as text and cannot be read is refused";
const MEDIA_OWNERS = ["inlineData", "inline_data", "input_audio"];

/**
 * `thinking` is signed, `opaque` only the provider can read, `media` nobody can edit as text (a policy may refuse it),
 * `routing` LiteLLM must read.
 */
export type ExemptClass = "thinking" | "opaque" | "media" | "routing";

/** Strings that are neither masked nor restored. Everything that is not in this table is, in every API. */
export interface Exemption {
  readonly where: string;
  readonly class: ExemptClass;
  readonly reason: string;
  /** To be asked of nearly every string: `text` decodes, so all else is looked at first. */
  readonly matches: (string: JsonString) => boolean;
}

export const EXEMPTIONS: readonly Exemption[] = [
  {
    where: "thinking and signature of a content block of type thinking, and of its deltas",
    class: "thinking",
    reason: "the signature is over the text: one changed character and the provider refuses the turn",
    matches: ({ key, owner }) =>
      (key === "thinking" || key === "signature") &&
      isOneOf(owner?.type, THINKING_TYPES) &&
      isOneOf(owner?.key, BLOCK_KEYS),
  },
  {
    where: "data of a block of type redacted_thinking",
    class: "thinking",
    reason: "encrypted and signed by the provider",
    matches: (string) =>
      string.key === "data" && string.owner?.type === "redacted_thinking" && OPAQUE.test(string.text),
  },
  {
    where:
      "encrypted_content, encrypted_index and encrypted_stdout of search results, citations, reasoning and compaction",
    class: "opaque",
    reason: "encrypted by the provider, sent back as it came",
    matches: (string) =>
      isOneOf(string.key, ENCRYPTED_KEYS) && isOneOf(string.owner?.type, ENCRYPTED_TYPES) && OPAQUE.test(string.text),
  },
  {
    where: "thoughtSignature of a Gemini part",
    class: "opaque",
    reason: "encrypted by the provider, sent back as it came",
    matches: (string) =>
      (string.key === "thoughtSignature" || string.key === "thought_signature") && OPAQUE.test(string.text),
  },
  {
    where:
      "data of a source of type base64, of inlineData and of input_audio; file_data; result of an image_generation_call",
    class: "media",
    reason: MEDIA_REASON,
    matches: (string) => isMediaPlace(string) && OPAQUE.test(string.text),
  },
  {
    where: "any string that is a data URL in base64",
    class: "media",
    reason: MEDIA_REASON,
    matches: (string) => DATA_URL_OPENINGS.includes(string.opening) && DATA_URL.test(string.text),
  },
  {
    where: "model at the root",
    class: "routing",
    reason: "LiteLLM chooses the deployment by it",
    matches: ({ key, isKey, owner }) => key === "model" && !isKey && owner !== undefined && owner.parent === undefined,
  },
];

/** The table's entry that keeps `string` as it is; undefined if it is masked and restored. */
export function findExemption(string: JsonString): Exemption | undefined {
  return string.isKey ? undefined : EXEMPTIONS.find(({ matches }) => matches(string));
}

/** Whether a string is base64 through and through, and of some length. */
export function isOpaque(text: string): boolean {
  return OPAQUE.test(text);
}

/** Where an API has files in base64. */
export function isMediaPlace({ key, owner }: JsonString): boolean {
  if (key === "file_data") return true;
  if (key === "result") return owner?.type === "image_generation_call";
  return key === "data" && (owner?.type === "base64" || isOneOf(owner?.key, MEDIA_OWNERS));
}

function isOneOf(name: string | undefined, names: readonly string[]): boolean {
  return name !== undefined && names.includes(name);
}
