import { endsEscape, LONGEST_ESCAPE } from "../ends-escape.ts";
import { isAlphanumeric } from "../is-alphanumeric.ts";

const MOST_UNDERSCORES = 3;

/** How many characters before a placeholder decide whether it is one. */
export const LEFT_CONTEXT = LONGEST_ESCAPE;

/**
 * Whether a placeholder may begin at `index`. No letter, digit or underscore may touch it from the left
 * (`subnet-001` is not `net-001`, `my_ec2-001` is somebody's name), but for an escape (`\nec2-001` in source code)
 * and Markdown's emphasis (`_ec2-001_`). A hyphen may: the masker itself writes `logs-acct-001-us-east-1`.
 */
export function isFreeLeft(text: string, index: number): boolean {
  if (index === 0) return true;
  const code = text.charCodeAt(index - 1);
  if (code === 0x5f) return isEmphasis(text, index);
  return !isAlphanumeric(code) || endsEscape(text, index);
}

function isEmphasis(text: string, index: number): boolean {
  let start = index;
  while (start > 0 && index - start <= MOST_UNDERSCORES && text.charCodeAt(start - 1) === 0x5f) start--;
  if (index - start > MOST_UNDERSCORES) return false;
  return start === 0 || !isAlphanumeric(text.charCodeAt(start - 1));
}
