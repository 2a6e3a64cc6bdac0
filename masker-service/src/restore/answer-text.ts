import type { JsonString } from "../body/json-string.ts";

const TEXT_TYPES = ["text", "output_text", "response.output_text.done"];

/**
 * Whether a string is the text that a model answers with, which is JSON where the request wants that: of Anthropic's and
 * OpenAI's text blocks, of a chat's message, of Gemini's parts.
 */
export function isAnswerText({ key, isKey, owner }: JsonString): boolean {
  if (isKey || owner === undefined) return false;
  if (key === "content") return owner.key === "message";
  return key === "text" && (owner.key === "parts" || TEXT_TYPES.includes(owner.type ?? ""));
}
