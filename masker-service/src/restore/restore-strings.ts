import { findExemption } from "../body/exempt.ts";
import type { JsonString } from "../body/json-string.ts";
import { encodeEdits, type TextEdit } from "../body/splice-strings.ts";
import type { Recogniser } from "../token/recogniser.ts";
import { createReader } from "./create-reader.ts";
import { createReadingOf } from "./reading-of.ts";
import type { Reveals } from "./reveal.ts";

/** `a-001`: nothing shorter is a placeholder. */
const SHORTEST = 5;

/**
 * Edits of `json` that restore each of `strings`, by itself, unless it is exempt.
 *
 * @throws MaskerError `refused` if the guard blocks and a tool call names what was never issued
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
    const { text } = string;
    const reading = readingOf(string);
    // JSON inside may hide a placeholder behind an escape; anything else shows it.
    if (reading === "text" && recogniser.find(text).length === 0) continue;
    if (findExemption(string) !== undefined) continue;
    const reader = createReader(reading, recogniser, reading === "text" ? reveals.inText : reveals.inCall);
    const replacements = [...reader.feed(text).replacements, ...reader.flush().replacements];
    for (const edit of encodeEdits(json, string, replacements)) edits.push(edit);
  }
  return edits;
}
