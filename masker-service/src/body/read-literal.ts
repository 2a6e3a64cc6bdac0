const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LETTER_U = 0x75;
const FIRST_PRINTABLE = 0x20;
const FIRST_WIDE = 0x80;
const SIMPLE_ESCAPES = new Set(Array.from('"\\/bfnrt', (character) => character.charCodeAt(0)));
const HEX = /[0-9a-fA-F]{4}/y;

/** Where a string literal stands. One object is reused for all literals of a body, which may be a million. */
export interface LiteralSpan {
  start: number;
  /** The index after the closing quote. */
  end: number;
  isEscaped: boolean;
  /** Whether it has characters beyond ASCII; in a byte text, then, characters of several bytes. */
  isWide: boolean;
}

/**
 * Reads the literal whose opening quote is at `start` into `span`.
 *
 * @returns false if it is not JSON; `span.end` is then the index of the first wrong character
 */
export function readLiteral(json: string, start: number, span: LiteralSpan): boolean {
  span.start = start;
  span.isEscaped = false;
  let at = start + 1;
  let bits = 0;
  for (;;) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) {
      span.end = at + 1;
      span.isWide = bits >= FIRST_WIDE;
      return true;
    }
    if (code === BACKSLASH) {
      span.isEscaped = true;
      const length = escapeLength(json, at);
      if (length === 0) break;
      at += length;
    } else if (code >= FIRST_PRINTABLE) {
      bits |= code;
      at++;
    } else break; // A control character, or NaN: the text has ended.
  }
  span.end = at;
  return false;
}

/** 2 or 6; 0 if there is no escape that JSON knows. */
export function escapeLength(json: string, at: number): number {
  const code = json.charCodeAt(at + 1);
  if (SIMPLE_ESCAPES.has(code)) return 2;
  if (code !== LETTER_U) return 0;
  HEX.lastIndex = at + 2;
  return HEX.test(json) ? 6 : 0;
}
