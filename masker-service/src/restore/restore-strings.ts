import { findExemption } from "../body/exempt.ts";
import type { JsonString } from "../body/json-string.ts";
import { encodeJsonText } from "../body/encode-json-text.ts";
import { encodeEdits, type TextEdit } from "../body/splice-strings.ts";
import type { Recogniser } from "../token/recogniser.ts";
import { isAnswerText } from "./answer-text.ts";
import { isCallText } from "./call-text.ts";
import { createReader } from "./create-reader.ts";
import { findInLiteral, mayHoldPlaceholder } from "./find-in-literal.ts";
import { createReadingOf } from "./reading-of.ts";
import type { Reveals } from "./reveal.ts";

/** `a-001`: nothing shorter is a placeholder. */
const SHORTEST = 5;

/**
 * Edits of `json` that restore each of `strings`, by itself, unless it is exempt.
 *
 * @throws MaskerError `blocked` if the guard blocks and a tool call names what was never issued
 */
export function restoreStrings(
  json: string,
  strings: readonly JsonString[],
  recogniser: Recogniser,
  reveals: Reveals,
): TextEdit[] {
  const edits: TextEdit[] = [];
  const readingOf = createReadingOf();
  for (const string of strings) {
    if (string.end - string.start - 2 < SHORTEST) continue;
    if (!mayHoldPlaceholder(json, string)) continue;
    const isAnswer = reveals.isJson && isAnswerText(string);
    const reading = isAnswer ? "json" : readingOf(string);
    if (reading === "text") restoreInText(json, string, recogniser, reveals, edits);
    else if (findExemption(string) === undefined) {
      const reader = createReader(reading, recogniser, isAnswer ? reveals.inText : reveals.inCall);
      const replacements = [...reader.feed(string.text).replacements, ...reader.flush().replacements];
      for (const edit of encodeEdits(json, string, replacements)) edits.push(edit);
    }
  }
  return edits;
}

function restoreInText(
  json: string,
  string: JsonString,
  recogniser: Recogniser,
  reveals: Reveals,
  edits: TextEdit[],
): void {
  const sightings = findInLiteral(json, string, recogniser);
  // Looked at last: to be exempt is rare, and to tell it may take a decoding of the whole string.
  if (sightings.length === 0 || findExemption(string) !== undefined) return;
  const reveal = isCallText(string) ? reveals.inCall : reveals.inText;
  for (const { start, end, placeholder } of sightings) {
    const original = reveal(placeholder);
    if (original !== undefined) edits.push({ start, end, text: encodeJsonText(original) });
  }
}
