import { isAlphanumeric } from "../is-alphanumeric.ts";
import { SEPARATORS } from "./separators.ts";

const MOST_ZERO_WIDTH = 3;
export const LONGEST_MARKER = 3;
const SINGLE = new Set(SEPARATORS.filter(({ length }) => length === 1).map((separator) => separator.charCodeAt(0)));
const SEVERAL = SEPARATORS.filter(({ length }) => length > 1);
const LONGEST_SEPARATOR = Math.max(...SEVERAL.map(({ length }) => length));
/** Soft hyphen, zero-width space, non-joiner, joiner, marks of direction, word joiner, byte order mark. */
const ZERO_WIDTH = new Set([0xad, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2060, 0xfeff]);

/** What may stand right before the first digits that a number belongs to: `e` of `\ufe58001`, since `58` are digits, too. */
export const NUMBER_LEADS: ReadonlySet<number> = new Set([
  ...SEPARATORS.map((separator) => separator.charCodeAt(separator.search(/[0-9]*$/) - 1)),
  ...Array.from("*`~", (marker) => marker.charCodeAt(0)),
  ...ZERO_WIDTH,
]);

/** What may stand between prefix and number, at most. */
export const LONGEST_JOINT = LONGEST_SEPARATOR + 2 * LONGEST_MARKER + 4 * MOST_ZERO_WIDTH;
/** What a placeholder has besides prefix and number, at most, with the right neighbours that decide about it. */
export const LONGEST_REST = LONGEST_JOINT + 2 * LONGEST_MARKER + MOST_ZERO_WIDTH + LONGEST_SEPARATOR;

/** Markdown's marker at `at`: a run of one to three `*`, `~` or backticks; "" if none, undefined if longer. */
export function readMarker(text: string, at: number): string | undefined {
  const code = text.charCodeAt(at);
  if (!isMarker(code)) return "";
  let end = at + 1;
  while (text.charCodeAt(end) === code) {
    if (end - at === LONGEST_MARKER) return undefined;
    end++;
  }
  return text.slice(at, end);
}

/** The end of the letters and digits from `at` on, not looked at further than one past `longest`. */
export function readWord(text: string, at: number, longest: number): number {
  const most = Math.min(text.length, at + longest + 1);
  let end = at;
  while (end < most && isAlphanumeric(text.charCodeAt(end))) end++;
  return end;
}

/** The separator at `at` as it is written there; `"open"` if the text ends inside one. */
export function readSeparator(text: string, at: number): string | undefined {
  if (SINGLE.has(text.charCodeAt(at))) return text.charAt(at);
  const rest = text.slice(at, at + LONGEST_SEPARATOR).toLowerCase();
  const separator = SEVERAL.find((candidate) => rest.startsWith(candidate));
  return separator && text.slice(at, at + separator.length);
}

/** Whether the text from `at` to its end is a proper beginning of a separator, of none included. */
export function isSeparatorBegun(text: string, at: number): boolean {
  const rest = text.slice(at, at + LONGEST_SEPARATOR).toLowerCase();
  return (
    at + rest.length === text.length && SEVERAL.some((candidate) => candidate !== rest && candidate.startsWith(rest))
  );
}

/** The index after at most three characters that have no width. */
export function skipZeroWidth(text: string, at: number): number {
  let end = at;
  while (end - at < MOST_ZERO_WIDTH && ZERO_WIDTH.has(text.charCodeAt(end))) end++;
  return end;
}

export function isMarker(code: number): boolean {
  return code === 0x2a || code === 0x60 || code === 0x7e;
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
