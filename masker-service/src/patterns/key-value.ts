/** A value that a key leads to. */
export interface Value {
  readonly start: number;
  readonly end: number;
  /** What opened it and closes it: `"`, `\"`, `%22`; empty where it ends by itself. */
  readonly quote: string;
}

const COLOUR = String.raw`\x1b\[[\d;]{0,12}m|\\u001b\[[\d;]{0,12}m`;
const BLANK = String.raw`(?:[ \t]|${COLOUR}){0,64}`;
const LINE_BREAK = String.raw`(?:\\{0,7}\r?\n|(?:\\{1,7}r)?\\{1,7}n)`;
const GAP = `${BLANK}(?:${LINE_BREAK}${BLANK})?`;
const QUOTE = "(?:\\\\{0,7}[\"'`]|%22|%27|&quot;)";
/** What may stand before a string: the head of a list, a call such as `aws.String(`, the dash of a YAML list. */
const WRAP = String.raw`(?:[\w.]{0,30}(?:String|StringPtr|Ptr|Some|[Oo]f|Create|Arn)\((?=["'])|\[${GAP}|(?<=\n[ \t]{0,64})-[ ])?`;

const AFTER_KEY = new RegExp(
  `${QUOTE}?(?:\\]|\\*\\*)?${BLANK}(?:\\[[*\\w]{0,24}\\])?(?::[=-]|=>|:\\*\\*(?=[ \\t])|[:：]|=(?!=)|%3A|%3D)${GAP}${WRAP}(?:${COLOUR})?(${QUOTE}?)`,
  "iy",
);
const AFTER_OPTION = new RegExp(`(?:=|(?:[ \\t]|${LINE_BREAK}){1,64})(?:${COLOUR})?(${QUOTE}?)`, "iy");
const AFTER_TAG = />()/y;
/** A builder's call: `.bucket("acme-logs")`. */
const AFTER_CALL = /\((?=["'])(["'])/y;
/** The next cell of a table's row: `|  Bucket  |  acme-logs  |`. */
const AFTER_CELL =
  /[ \t]{1,64}\|[ \t]{1,64}()(?<=\|[ \t]{1,64}[^|\n]{1,64}[ \t]{1,64}\|[ \t]{1,64})(?=[^|\n]{1,128}[ \t]\|)/y;
/** `"name": "DB_HOST", "value": "…"`: here the key itself is a value. */
const AFTER_NAMED = new RegExp(
  `${QUOTE}?${GAP}(?:,${GAP})?(?:- )?${QUOTE}?(?:Parameter)?Values?${QUOTE}?${BLANK}[:=]${GAP}(?:\\[${GAP}|(?<=\\n[ \\t]{0,64})- )?(${QUOTE}?)`,
  "iy",
);
/** What a variable of the environment is without a value: `getenv("BUCKET", "x")`, `env.BUCKET ?? "x"`. */
const AFTER_DEFAULT =
  /(?:["'](?<=(?:get|getenv|env)\(["']\w{1,64}["']),[ ]?|[ ](?:\|\||\?\?)[ ](?<=env\.\w{1,64}[ ]..[ ]))(["'])/y;
const NEXT = new RegExp(`${GAP}(?:,${GAP}|(?<=\\n[ \\t]{0,64})- |(?<=[ \\t]))(${QUOTE}?)`, "iy");
/** `"old" -> "new"`, as a plan of Terraform writes what changes. */
const CHANGE = new RegExp(
  `${BLANK}(?:[-=](?:>|&gt;|\\\\{1,7}u003e)|→|\\\\{1,7}u2192)${BLANK}(?:${COLOUR})?(${QUOTE}?)`,
  "iy",
);
/** After an arrow of prose: `-> created`, `→ 403`. */
const OUTCOME = /^(?:[A-Za-z]+|\d{1,5})$/;
const UNQUOTED = /[^\s"'`,;)}\]<>|\\&\x00-\x1f]{1,2048}/y;
const LONGEST = 4096;
const MOST_READS = 8;

/** The unquoted run of characters read last: in `a=b=c=…` every key's value ends where that of the first one ends. */
export interface Run {
  start: number;
  end: number;
  reads: number;
}

/** Reads what follows a key that stands at [start, end): `: "x"`, ` = x`, `>x<`, and for an option of a command ` x`. */
export function readValue(text: string, start: number, end: number, isOption: boolean, run: Run): Value | undefined {
  if (isOption) return readAfter(AFTER_OPTION, text, end, run);
  if (text.charAt(end) === "(")
    return text.charAt(start - 1) === "." ? readAfter(AFTER_CALL, text, end, run) : undefined;
  if (text.charAt(end) === ">") return readAfter(AFTER_TAG, text, end, run);
  if (text.charAt(end) === " ") {
    const cell = readAfter(AFTER_CELL, text, end, run);
    if (cell !== undefined) return cell;
  }
  return (
    readAfter(AFTER_KEY, text, end, run) ??
    readAfter(AFTER_NAMED, text, end, run) ??
    readAfter(AFTER_DEFAULT, text, end, run)
  );
}

/** Reads the value after another one of the same list. */
export function readNext(text: string, { end, quote }: Value, run: Run): Value | undefined {
  return readAfter(NEXT, text, end + quote.length, run);
}

/** Reads what a value becomes. */
export function readChange(text: string, { end, quote }: Value): Value | undefined {
  // With a run of its own: keys inside the value before count in theirs.
  const value = readAfter(CHANGE, text, end + quote.length, { start: 0, end: 0, reads: 0 });
  if (value === undefined || value.quote !== "") return value;
  return quote !== "" || OUTCOME.test(text.slice(value.start, value.end)) ? undefined : value;
}

function readAfter(joint: RegExp, text: string, end: number, run: Run): Value | undefined {
  joint.lastIndex = end;
  const match = joint.exec(text);
  if (match === null) return undefined;
  const start = end + match[0].length;
  const quote = match[1] ?? "";
  if (quote === "") return readRun(text, start, run);
  const closing = findClosing(text, quote, start);
  return closing > start && closing - start <= LONGEST ? { start, end: closing, quote } : undefined;
}

/**
 * Where the quote closes; -1 if it does not. In JSON a `"` after a backslash is part of the value, and so is one after three where
 * a string in a string has one before each of its own.
 */
function findClosing(text: string, quote: string, start: number): number {
  let closing = text.indexOf(quote, start);
  const escapes = quote.length - 1;
  if (!quote.endsWith('"') || (escapes !== 0 && escapes !== 1 && escapes !== 3)) return closing;
  while (closing > start && closing - start <= LONGEST) {
    let first = closing;
    while (first > start && text.charAt(first - 1) === "\\") first--;
    if ((closing - first) % (2 * escapes + 2) === 0) return closing;
    closing = text.indexOf(quote, closing + quote.length);
  }
  return closing;
}

/** An unquoted value. Only the first few keys inside one run are read, or a run of nothing but keys would take long. */
function readRun(text: string, start: number, run: Run): Value | undefined {
  if (start >= run.start && start < run.end) {
    return ++run.reads <= MOST_READS ? { start, end: run.end, quote: "" } : undefined;
  }
  UNQUOTED.lastIndex = start;
  if (!UNQUOTED.test(text)) return undefined;
  Object.assign(run, { start, end: UNQUOTED.lastIndex, reads: 1 });
  return { start, end: UNQUOTED.lastIndex, quote: "" };
}
