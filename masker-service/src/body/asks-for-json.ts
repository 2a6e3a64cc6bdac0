import { findStrings } from "./find-strings.ts";
import { pathOf } from "./json-string.ts";

const FORMATS = ["json_object", "json_schema", "application/json"];
const NAMED = /"(?:json_object|json_schema|application\\?\/json)"/;

/** Where each API says how the answer's text is to be written. */
const PLACES = new Set([
  "response_format.type",
  "text.format.type",
  "output_format.type",
  "output_config.format.type",
  ...["generationConfig", "generation_config", "config"].flatMap((at) => [
    `${at}.responseMimeType`,
    `${at}.response_mime_type`,
  ]),
]);

/**
 * Whether a request wants JSON for an answer (structured outputs), so that originals must be escaped in its text: OpenAI's
 * `response_format` and `text.format`, Anthropic's `output_config.format`, Gemini's `responseMimeType`.
 */
export function asksForJson(body: string): boolean {
  if (!NAMED.test(body)) return false;
  return findStrings(body).some(
    (string) => !string.isKey && FORMATS.includes(string.text) && PLACES.has(pathOf(string)),
  );
}
