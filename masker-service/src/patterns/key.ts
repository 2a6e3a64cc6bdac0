import { startsWord } from "./edges.ts";
import type { LookAround } from "./found.ts";
import type { Judge } from "./judge.ts";
import { readNext, readValue } from "./key-value.ts";
import { isLiteral } from "./literal.ts";

const MOST_VALUES = 256;
const OPTION_BEFORE = /(?:^|[\s"'`=([])--?[A-Za-z0-9-]{0,40}$/;

/** A key as a pattern writes it, `*bucket-name`, and how texts spell it. */
export interface Key {
  /** Whether words may stand before it: `LogBucketName`, `my_bucket_name`. */
  readonly isTail: boolean;
  readonly spellings: readonly string[];
}

export function parseKey(key: string): Key {
  const isTail = key.startsWith("*");
  const words = key.slice(isTail ? 1 : 0).split("-");
  return { isTail, spellings: [...new Set(["-", "_", "", " ", "."].map((joiner) => words.join(joiner)))] };
}

/** Recognises what a key leads to, in all its spellings, as the first of `judges` that it fits. */
export function createKeyReader(isTail: boolean, judges: readonly Judge[]): LookAround {
  return (text, start, end, found) => {
    if (/[A-Za-z0-9_-]/.test(text.charAt(end))) return;
    const isOption = text.charAt(start - 1) === "-" && OPTION_BEFORE.test(text.slice(Math.max(0, start - 48), start));
    if (!isOption && !startsKey(text, start, isTail)) return;
    const isList = /s$/i.test(text.charAt(end - 1));
    let value = readValue(text, end, isOption);
    for (let count = 0; value !== undefined && count < MOST_VALUES; count++) {
      const { start: from, end: to } = value;
      const judge = judges.find((candidate) => candidate.fits(text, from, to));
      if (judge === undefined || !isLiteral(text, { start, end }, value, isOption)) return;
      found.push({ start: from, end: to, pattern: judge.pattern });
      value = isList ? readNext(text, value) : undefined;
    }
  };
}

function startsKey(text: string, start: number, isTail: boolean): boolean {
  if (startsWord(text, start, isTail ? "loose" : "strict")) return true;
  return isTail && /[a-z0-9]/.test(text.charAt(start - 1)) && /[A-Z]/.test(text.charAt(start));
}
