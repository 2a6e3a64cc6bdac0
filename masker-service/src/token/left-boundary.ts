/** Ends of what is written before a word without being part of it: string escapes, URL escapes, terminal colours. */
const ESCAPE_END = /(?:\\(?:[bfnrtv0]|x[0-9a-f]{2}|u[0-9a-f]{4})|%[0-9a-f]{2}|\p{Cc}\[[0-9;]{0,12}m)$/iu;
const MOST_UNDERSCORES = 3;
const BACKSLASH = 0x5c;
const PERCENT = 0x25;
const LETTER_M = 0x6d;

/** How many characters before a placeholder decide whether it is one: the longest `ESCAPE_END` and a character. */
export const LEFT_CONTEXT = 16;

/**
 * Whether a placeholder may begin at `index`. No letter, digit or underscore may touch it from the left
 * (`subnet-001` is not `net-001`, `my_ec2-001` is somebody's name), but for an escape (`\nec2-001` in source code)
 * and Markdown's emphasis (`_ec2-001_`). A hyphen may: the masker itself writes `logs-acct-001-us-east-1`.
 */
export function isFreeLeft(text: string, index: number): boolean {
  if (index === 0) return true;
  const code = text.charCodeAt(index - 1);
  if (code === 0x5f) return isEmphasis(text, index);
  return !isAlphanumeric(code) || isAfterEscape(text, index);
}

/** Looks before it runs the expression: this is asked at every character of a delta. */
function isAfterEscape(text: string, index: number): boolean {
  const mayBe =
    text.charCodeAt(index - 2) === BACKSLASH ||
    text.charCodeAt(index - 3) === PERCENT ||
    text.charCodeAt(index - 4) === BACKSLASH ||
    text.charCodeAt(index - 6) === BACKSLASH ||
    text.charCodeAt(index - 1) === LETTER_M;
  return mayBe && ESCAPE_END.test(text.slice(Math.max(0, index - LEFT_CONTEXT), index));
}

export function isAlphanumeric(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a);
}

function isEmphasis(text: string, index: number): boolean {
  let start = index;
  while (start > 0 && index - start <= MOST_UNDERSCORES && text.charCodeAt(start - 1) === 0x5f) start--;
  if (index - start > MOST_UNDERSCORES) return false;
  return start === 0 || !isAlphanumeric(text.charCodeAt(start - 1));
}
