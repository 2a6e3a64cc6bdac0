import type { Found } from "./found.ts";
import type { Judge } from "./judge.ts";

const MOST_VALUES = 1000;
/** From the end of a value: the next cell of its row, the first one of the next row, or the next string of a list in JSON. */
const NEXT = /"?,?(?:(\t)|\r?\n {0,16})"?([^\t\r\n",]{1,512})(?=["\t\r\n]|$)/y;
/** What begins a row of the text output: `TABLENAMES`. */
const LABEL = /^[A-Z]{4,40}$/;

/**
 * The values after one that a pattern found: `--output text` prints one in a cell or on a line. What does not fit is
 * passed over within a row, whose other columns it fills; where it is a line of its own, the list is over.
 */
export function readList(text: string, end: number, judge: Judge): Found[] {
  const found: Found[] = [];
  NEXT.lastIndex = end;
  for (let count = 0; count < MOST_VALUES; count++) {
    const match = NEXT.exec(text);
    if (match === null) break;
    const [, tab, word = ""] = match;
    const stop = NEXT.lastIndex;
    const start = stop - word.length;
    const isInRow = tab !== undefined || text.charAt(stop) === "\t";
    if (tab === undefined && isInRow && LABEL.test(word)) continue;
    if (judge.fits(text, start, stop)) found.push({ start, end: stop, pattern: judge.pattern });
    else if (!isInRow) break;
  }
  return found;
}
