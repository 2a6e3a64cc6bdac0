export type Boundary = "strict" | "loose" | "none";

const LETTER_OR_DIGIT = 1;
const JOINER = 2;
const CODES = classify();

/** Codes of characters that stand at the end of an escape: `\n`, `[0m`, `%2F`, `\u003d`, and of a diff's `-`. */
const ESCAPE_BEFORE = /(?:\\[nrtbf]|\[[\d;]{0,12}m|%[\dA-Fa-f]{2}|\\u[\dA-Fa-f]{4}|(?:^|\n)[-+])$/;
const LONGEST_ESCAPE = 16;

/**
 * Whether a value may start at `index`: nothing before it makes it the tail of a longer word. The last letter of an
 * escape is no such thing: `\ni-0abc…` in JSON inside JSON, `%2Fi-0abc…` in a URL, a colour code on a terminal.
 */
export function startsWord(text: string, index: number, boundary: Boundary): boolean {
  if (index === 0 || boundary === "none") return true;
  const code = CODES[text.charCodeAt(index - 1)] ?? 0;
  if (code === 0 || (code === JOINER && boundary === "loose")) return true;
  return ESCAPE_BEFORE.test(text.slice(Math.max(0, index - LONGEST_ESCAPE), index));
}

/** Whether a value may end before `index`: no letter or digit goes on. */
export function endsWord(text: string, index: number): boolean {
  return index >= text.length || CODES[text.charCodeAt(index)] !== LETTER_OR_DIGIT;
}

function classify(): Uint8Array {
  const codes = new Uint8Array(65_536);
  for (let code = 0; code < 128; code++) {
    const character = String.fromCharCode(code);
    if (/[A-Za-z0-9]/.test(character)) codes[code] = LETTER_OR_DIGIT;
    else if (/[-_]/.test(character)) codes[code] = JOINER;
  }
  return codes;
}
