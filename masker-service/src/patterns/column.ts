const RULE = /^[|+]*[+:=-][-+|:= ]{2,}$/;
const MOST_ROWS = 1000;
const MOST_COLUMNS = 24;
const LONGEST_LINE = 1024;
const LONGEST_HEADING = 64;

/** A cell of a table: offsets without the blanks around it. */
export interface Cell {
  readonly start: number;
  readonly end: number;
}

/** The line of the text that was looked at last, without its end, and where the columns read so far end, by their number. */
export interface Line {
  start: number;
  end: number;
  readonly columns: Map<number, number>;
}

/**
 * The cells under a heading that stands at [start, end), with more words before it if it `isTail`: of a table with rules
 * (`--output table`, Markdown), or of a CSV whose first line it is in. Empty where it is no heading.
 */
export function readColumn(text: string, start: number, end: number, isTail: boolean, last: Line): Cell[] {
  const heading = findLine(text, start, last);
  if (heading.end - heading.start > LONGEST_LINE) return [];
  const line = text.slice(heading.start, heading.end);
  const delimiter = line.includes("|") ? "|" : line.includes("\t") ? "\t" : ",";
  const column = countCharacter(line, delimiter, start - heading.start);
  // A cell of a column that was read heads none, or rows that all look like headings would each be read to the end.
  if ((last.columns.get(column) ?? 0) > start) return [];
  if (column > MOST_COLUMNS || !isCell(text, isTail ? goBack(text, start) : start, end, delimiter)) return [];
  let row = lineAt(text, heading.end + 1);
  if (delimiter === "|") {
    if (!RULE.test(text.slice(row.start, row.end).trim())) return [];
    row = lineAt(text, row.end + 1);
  } else if (!isFirstLine(text, heading.start) || !/^["\w .,:\t/-]+$/.test(line)) return [];
  return readCells(text, row, column, countCharacter(line, delimiter, line.length), delimiter, last);
}

/** The line around `at`; `last` is the one found before, so that a long line is measured once and not for each word. */
function findLine(text: string, at: number, last: Line): Line {
  if (at >= last.start && at <= last.end) return last;
  const end = text.indexOf("\n", at);
  return Object.assign(last, { start: text.lastIndexOf("\n", at - 1) + 1, end: end === -1 ? text.length : end });
}

function countCharacter(text: string, character: string, end: number): number {
  const code = character.charCodeAt(0);
  let count = 0;
  for (let at = 0; at < end; at++) if (text.charCodeAt(at) === code) count++;
  return count;
}

function readCells(
  text: string,
  first: Cell,
  column: number,
  delimiters: number,
  delimiter: string,
  { columns }: Line,
): Cell[] {
  const cells: Cell[] = [];
  let row = first;
  for (let count = 0; count < MOST_ROWS && row.start < text.length; count++) {
    const parts = row.end - row.start >= LONGEST_LINE ? [] : text.slice(row.start, row.end).split(delimiter);
    if (parts.length !== delimiters + 1) break;
    const before = parts.slice(0, column).reduce((total, part) => total + part.length + 1, row.start);
    const part = parts[column] ?? "";
    const start = before + (/^[\s"]*/.exec(part)?.[0].length ?? 0);
    const end = before + part.replace(/[\s"]+$/, "").length;
    if (end > start) cells.push({ start, end });
    row = lineAt(text, row.end + 1);
    columns.set(column, row.start);
  }
  return cells;
}

/** Where the words before a heading's last ones begin: `bill/PayerAccountId`, `Target account id`. */
function goBack(text: string, start: number): number {
  const stop = Math.max(0, start - LONGEST_HEADING);
  let first = start;
  while (first > stop && /[\w./ -]/.test(text.charAt(first - 1)) && text.slice(first - 2, first) !== "  ") first--;
  return first;
}

/** Whether nothing but blanks and quotes stands between [start, end) and the delimiters on both sides. */
function isCell(text: string, start: number, end: number, delimiter: string): boolean {
  const before = /[^ "]["\s]{0,64}$/.exec(text.slice(Math.max(0, start - 65), start))?.[0].charAt(0);
  const after = /^[" ]{0,64}([\s\S])/.exec(text.slice(end, end + 65))?.[1];
  const isEdge = (character: string | undefined): boolean => character === undefined || /[\r\n]/.test(character);
  const closes = (character: string | undefined): boolean => character === delimiter;
  return (
    (closes(before) || isEdge(text.charAt(start - 1).replace('"', "") || undefined)) && (closes(after) || isEdge(after))
  );
}

/** Of a CSV: at the start of the text, after an empty line, or at the start of a fenced block. */
function isFirstLine(text: string, start: number): boolean {
  return start === 0 || /(?:\n\r?|```\w{0,16}\r?)\n$/.test(text.slice(Math.max(0, start - 24), start));
}

/** The line from `start` on, or as much of it as is looked at. */
function lineAt(text: string, start: number): Cell {
  const length = text.slice(start, start + LONGEST_LINE).indexOf("\n");
  return { start, end: length === -1 ? Math.min(text.length, start + LONGEST_LINE) : start + length };
}
