import { LONGEST_ESCAPE_TAIL, mayEndEscape } from "../ends-escape.ts";
import { isAlphanumeric } from "../is-alphanumeric.ts";
import { isDigit, isMarker, LONGEST_JOINT, LONGEST_MARKER, NUMBER_LEADS } from "./read-part.ts";
import type { Prefixes } from "./read-placeholder.ts";

/**
 * Three digits after whatever may end a separator or stand between it and a number. One class and three digits,
 * because V8 searches for that at several gigabytes a second.
 */
const ANCHOR = new RegExp(`[${[...NUMBER_LEADS].map(writeUnit).join("")}][0-9]{3}`, "gi");
const HYPHEN = 0x2d;
const UNDERSCORE = 0x5f;

/** Every index from `from` on at which a whole placeholder may begin, ascending, and a few at which none does. */
export function findCandidates(text: string, from: number, prefixes: Prefixes): readonly number[] {
  const candidates: number[] = [];
  for (let anchor = nextAnchor(text, from); anchor !== -1; anchor = nextAnchor(text, anchor + 1)) {
    const code = text.charCodeAt(anchor);
    // By far the most are `word-123`: there the word ends right here, or nowhere.
    const isPlain = (code === HYPHEN || code === UNDERSCORE) && isAlphanumeric(text.charCodeAt(anchor - 1));
    for (let end = isPlain ? anchor : Math.max(from + 1, anchor - LONGEST_JOINT); end <= anchor; end++) {
      if (isAlphanumeric(text.charCodeAt(end - 1)) && !isAlphanumeric(text.charCodeAt(end))) {
        addWord(text, end, from, prefixes, candidates);
      }
    }
  }
  return candidates.length > 1 ? candidates.toSorted((a, b) => a - b) : candidates;
}

function writeUnit(code: number): string {
  return `\\u${code.toString(16).padStart(4, "0")}`;
}

function nextAnchor(text: string, from: number): number {
  ANCHOR.lastIndex = from;
  return ANCHOR.exec(text)?.index ?? -1;
}

/** Adds where a prefix begins that ends at `end`, and where the markers right before it begin. */
function addWord(text: string, end: number, from: number, prefixes: Prefixes, candidates: number[]): void {
  const first = wordStart(text, end, Math.max(from, end - prefixes.longest - LONGEST_ESCAPE_TAIL));
  // `from` may stand in a word that an escape reaches into: after the first pair of digits of `%25ac`.
  const last = mayEndEscape(text, first) ? end - 1 : first;
  for (let start = first; start <= last; start++) {
    if (isDigit(text.charCodeAt(start)) || !prefixes.whole.has(text.slice(start, end).toLowerCase())) continue;
    const code = text.charCodeAt(start - 1);
    for (let at = start - 1; isMarker(code) && at >= Math.max(from, start - LONGEST_MARKER); at--) {
      if (text.charCodeAt(at) !== code) break;
      candidates.push(at);
    }
    candidates.push(start);
  }
}

function wordStart(text: string, end: number, least: number): number {
  let start = end;
  while (start > least && isAlphanumeric(text.charCodeAt(start - 1))) start--;
  return start;
}
