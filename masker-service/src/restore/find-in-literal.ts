import type { JsonString } from "../body/json-string.ts";
import { createRawOffset } from "../body/splice-strings.ts";
import { decodeLiteral } from "../body/string-literal.ts";
import { NUMBER_LEADS } from "../token/read-part.ts";
import type { Recogniser, Sighting } from "../token/recogniser.ts";

/**
 * A placeholder has three digits in a row. They stand as they are in JSON, at any depth of it, unless one is written
 * `\u0030`: then there is a `\u`.
 */
const DIGITS = /[0-9]{3}|\\u/;
const FIRST_WIDE = 0x80;
const UNICODE_ESCAPE = "\\u";
/**
 * Where a placeholder's number may begin: what may stand before it is in this class, in JSON as in the text, since no
 * short escape (`\n`) stands for any of it. Beyond ASCII anything may.
 */
const NUMBER = new RegExp(`[${writeLeads()}\\u0080-\\uffff][0-9]{3}`, "gi");
const SPACE = 0x20;
const BACKSLASH = 0x5c;

/** Whether it is worth while to decode the literal: false only where it holds no placeholder, whatever its reading. */
export function mayHoldPlaceholder(json: string, { start, end }: JsonString): boolean {
  return DIGITS.test(json.slice(start + 1, end - 1));
}

/**
 * The placeholders of a literal that is a text, with their places in `json`. A space is neither part of a placeholder
 * nor of what decides about one, so each word is read by itself, and only words with a number are decoded at all.
 */
export function findInLiteral(json: string, literal: JsonString, recogniser: Recogniser): Sighting[] {
  const raw = json.slice(literal.start + 1, literal.end - 1);
  const sightings: Sighting[] = [];
  if (raw.includes(UNICODE_ESCAPE)) return addSightings(json, literal, literal.text, recogniser, sightings);
  let end = 0;
  NUMBER.lastIndex = 0;
  for (let hit = NUMBER.exec(raw); hit !== null; hit = NUMBER.exec(raw)) {
    const word = wordAt(raw, hit.index, end, literal.isWide);
    ({ end } = word);
    NUMBER.lastIndex = end;
    const start = literal.start + word.start;
    const text = decodeLiteral(raw.slice(word.start, end), word);
    // With the space, what hangs on a right neighbour is read once, not twice.
    addSightings(json, { ...word, start }, `${text} `, recogniser, sightings);
  }
  return sightings;
}

/** Those of ASCII, as a class of a regular expression has them. */
function writeLeads(): string {
  const ascii = [...NUMBER_LEADS].filter((code) => code < FIRST_WIDE);
  return ascii.map((code) => `\\x${code.toString(16)}`).join("");
}

type Place = Pick<JsonString, "start" | "isEscaped" | "isWide">;

function addSightings(json: string, place: Place, text: string, recogniser: Recogniser, sightings: Sighting[]) {
  const found = recogniser.find(text);
  if (found.length === 0) return sightings;
  const rawOffset = createRawOffset(json, place);
  for (const { start, end, placeholder } of found) {
    sightings.push({ start: rawOffset(start), end: rawOffset(end), placeholder });
  }
  return sightings;
}

/** What stands between spaces around `at`; nothing of it is before `from`. */
function wordAt(raw: string, at: number, from: number, isByteText: boolean) {
  let bits = 0;
  let isEscaped = false;
  let start = at;
  for (; start > from; start--) {
    const code = raw.charCodeAt(start - 1);
    if (code === SPACE) break;
    bits |= code;
    isEscaped ||= code === BACKSLASH;
  }
  let end = at;
  for (; end < raw.length; end++) {
    const code = raw.charCodeAt(end);
    if (code === SPACE) break;
    bits |= code;
    isEscaped ||= code === BACKSLASH;
  }
  return { start, end, isEscaped, isWide: isByteText && bits >= FIRST_WIDE };
}
