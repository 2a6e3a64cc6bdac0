import { isAlphanumeric } from "../is-alphanumeric.ts";
import { isDigit, isSeparatorBegun, readMarker, readSeparator, readWord, skipZeroWidth } from "./read-part.ts";

const FEWEST_DIGITS = 3;
export const MOST_DIGITS = 7;
const HOST_SEPARATORS = [".", "-"];

/** Words that a placeholder begins with, lower case, and all their beginnings. */
export interface Prefixes {
  readonly whole: ReadonlySet<string>;
  readonly begun: ReadonlySet<string>;
  readonly longest: number;
}

/** A placeholder in a text; offsets are UTF-16 units. `placeholder` is its canonical form, `ec2-001` for `EC2_001`. */
export interface Sighting {
  readonly start: number;
  readonly end: number;
  readonly placeholder: string;
}

/** `"open"`: the text ends before it is decided. undefined: no placeholder, whatever follows. */
type Reading<T> = T | "open" | undefined;

/** Where the next part begins, and the Markdown marker that still waits for its partner, "" if none. */
interface Gap {
  readonly end: number;
  readonly marker: string;
}

/**
 * Reads one placeholder that begins exactly at `start`; what stands to the left is the caller's matter.
 *
 *     prefix separator number          ec2-001  EC2‑001  ec2_001  ec2%2D001  ec2&#45;001
 *
 * with zero-width characters beside the separator, and Markdown's markers where they pair and do not go around the
 * whole (`**ec2**-001`, `ec2-**001**`, `` ec2`-`001 ``). The number has three digits, or four to seven without a
 * leading zero. To its right may stand no digit and no letter, but for a plural `s`, and no `-`, `.` or the same
 * separator once more with a digit after it: `ec2-100-20-3-4` is a host.
 */
export function readPlaceholder(text: string, start: number, prefixes: Prefixes): Reading<Sighting> {
  const around = readMarker(text, start);
  if (around === undefined) return undefined;
  const prefixStart = start + around.length;
  const prefixEnd = readWord(text, prefixStart, prefixes.longest);
  const prefix = text.slice(prefixStart, prefixEnd).toLowerCase();
  if (prefixEnd === text.length && prefixes.begun.has(prefix)) return "open";
  if (!prefixes.whole.has(prefix)) return undefined;

  const before = readGap(text, prefixEnd, around);
  if (before === undefined || before === "open") return before;
  const separator = readSeparator(text, before.end);
  if (separator === undefined) return isSeparatorBegun(text, before.end) ? "open" : undefined;
  const after = readGap(text, before.end + separator.length, before.marker);
  if (after === undefined || after === "open") return after;
  if (around !== "" && before.marker === around && after.marker === around) return undefined;

  const number = readNumber(text, after.end);
  if (number === undefined || number === "open") return number;
  const end = after.end + number.length + after.marker.length;
  const closing = text.slice(after.end + number.length, end);
  if (closing !== after.marker) return after.marker.startsWith(closing) && end > text.length ? "open" : undefined;
  const isLast = readRight(text, end, separator);
  return isLast === true ? { start, end, placeholder: `${prefix}-${number}` } : isLast;
}

/** Zero-width characters and at most one marker: it opens a pair, or closes the open one, or does not fit. */
function readGap(text: string, at: number, open: string): Reading<Gap> {
  const markerStart = skipZeroWidth(text, at);
  const marker = readMarker(text, markerStart);
  if (marker === undefined) return undefined;
  if (marker !== "" && markerStart + marker.length === text.length)
    return open.startsWith(marker) || open === "" ? "open" : undefined;
  if (marker !== "" && open !== "" && marker !== open) return undefined;
  const end = skipZeroWidth(text, markerStart + marker.length);
  if (end === text.length) return "open";
  return { end, marker: marker === "" ? open : open === "" ? marker : "" };
}

function readNumber(text: string, at: number): Reading<string> {
  let end = at;
  while (end - at <= MOST_DIGITS && isDigit(text.charCodeAt(end))) end++;
  const digits = text.slice(at, end);
  if (digits.length < FEWEST_DIGITS) return end === text.length ? "open" : undefined;
  if (digits.length > MOST_DIGITS) return undefined;
  return digits.length > FEWEST_DIGITS && digits.startsWith("0") ? undefined : digits;
}

/** True if the placeholder ends at `at`: what follows is not a part of a longer word, number or host. */
function readRight(text: string, at: number, separator: string): Reading<true> {
  const next = skipZeroWidth(text, at);
  if (next === text.length) return "open";
  const code = text.charCodeAt(next);
  if (isAlphanumeric(code)) return next === at ? readPlural(text, at) : undefined;
  for (const joint of [...HOST_SEPARATORS, separator]) {
    const after = next + joint.length;
    const found = text.slice(next, after);
    if (after >= text.length && joint.startsWith(found)) return "open";
    if (found === joint && isDigit(text.charCodeAt(after))) return undefined;
  }
  return true;
}

function readPlural(text: string, at: number): Reading<true> {
  const code = text.charCodeAt(at);
  if (code !== 0x73 && code !== 0x53) return undefined;
  if (at + 1 === text.length) return "open";
  const after = text.charCodeAt(at + 1);
  return isAlphanumeric(after) || after === 0x5f ? undefined : true;
}
