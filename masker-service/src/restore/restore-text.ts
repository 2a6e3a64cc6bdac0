import { spliceText } from "../body/splice-strings.ts";
import type { Recogniser } from "../token/recogniser.ts";
import { createReveals } from "./reveal.ts";
import { createTextReader } from "./text-reader.ts";

export interface RestoredText {
  readonly text: string;
  /** How many placeholders were swapped for originals. */
  readonly restored: number;
  /** Those that `originals` does not have, canonical, each once, in order. They stay as they were written. */
  readonly unknown: readonly string[];
}

/** Puts originals in place of their placeholders, in one pass: an original that looks like a placeholder is not read again. */
export function restoreText(
  text: string,
  originals: ReadonlyMap<string, string>,
  recogniser: Recogniser,
): RestoredText {
  const { inText, tally } = createReveals({ originals });
  const reader = createTextReader(recogniser, inText);
  const replacements = [...reader.feed(text).replacements, ...reader.flush().replacements];
  return { text: spliceText(text, replacements), restored: tally.restored, unknown: [...tally.unknown] };
}
