import { endsEscape } from "../ends-escape.ts";
import { isAlphanumeric } from "../is-alphanumeric.ts";

export type Boundary = "strict" | "loose" | "none";

const LETTER_OR_DIGIT = 1;
const JOINER = 2;
const CODES = classify();

/**
 * Whether a value may start at `index`: nothing before it makes it the tail of a longer word. The end of an escape is no
 * such thing, nor is the sign of a diff.
 */
export function startsWord(text: string, index: number, boundary: Boundary): boolean {
  if (index === 0 || boundary === "none") return true;
  const code = CODES[text.charCodeAt(index - 1)] ?? 0;
  if (code === LETTER_OR_DIGIT) return endsEscape(text, index);
  return code === 0 || boundary === "loose" || isDiffSign(text, index - 1);
}

/** Whether a value may end before `index`: no letter or digit goes on. */
export function endsWord(text: string, index: number): boolean {
  return index >= text.length || CODES[text.charCodeAt(index)] !== LETTER_OR_DIGIT;
}

/** `+` joins nothing anyway. */
function isDiffSign(text: string, at: number): boolean {
  return text.charAt(at) === "-" && (at === 0 || text.charAt(at - 1) === "\n");
}

function classify(): Uint8Array {
  const codes = new Uint8Array(65_536);
  for (let code = 0; code < 128; code++) {
    if (isAlphanumeric(code)) codes[code] = LETTER_OR_DIGIT;
    else if (/[-_]/.test(String.fromCharCode(code))) codes[code] = JOINER;
  }
  return codes;
}
