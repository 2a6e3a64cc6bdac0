import { readColumn } from "./column.ts";
import { startsWord } from "./edges.ts";
import type { Finds, LookAround } from "./found.ts";
import type { Judge } from "./judge.ts";
import { readChange, readNext, readValue, type Value } from "./key-value.ts";
import { isLiteral } from "./literal.ts";
import type { Key } from "./parse-key.ts";

const MOST_VALUES = 256;
const MOST_CHANGES = 4;
/** What may stand between two values of a list or map in brackets: `all` among account ids, the keys of the map. */
const MOST_MISFITS = 8;
const LONGEST_OPTION = 48;
const LETTER_S = 115;
/** After a key of a map in a list, which is none of the list's values. */
const NAME_AFTER = /^\\{0,3}["']?\s{0,8}[:=]/;
/** `myPassword`, and after an acronym `DBPassword`. */
const CAPITAL_STARTS = /^(?:[a-z0-9][A-Z]|[A-Z][A-Z][a-z])/;
const CONFIGURE_BEFORE = /configure set (?:[\w-]{1,32}\.){0,2}(?:aws_)?$/;
const WORD_CODES = Uint8Array.from({ length: 65_536 }, (_, code) =>
  /[A-Za-z0-9_-]/.test(String.fromCharCode(code)) ? 1 : 0,
);
const COLUMN_AFTER = /["\s]{0,64}(?:[|,\t]|\r?\n)/y;

/** A kind that a key leads to, everywhere or only within a section. */
export interface Reading {
  readonly judge: Judge;
  readonly section: string | undefined;
}

/** Recognises what a key leads to, in all its spellings, as the first of `readings` that it fits. */
export function createKeyReader(
  { isTail, isOption: onlyOption, isExact }: Key,
  word: string,
  readings: readonly Reading[],
): LookAround {
  const everywhere = readings.flatMap(({ judge, section }) => (section === undefined ? [judge] : []));
  const grouped = Map.groupBy(readings, ({ section }) => section ?? "");
  const within = new Map([...grouped].map(([section, own]) => [section, own.map(({ judge }) => judge)]));
  return (text, start, end, finds) => {
    if (WORD_CODES[text.charCodeAt(end)] === 1 || (isExact && text.slice(start, end) !== word)) return false;
    const judges = finds.sections.size === 0 ? everywhere : chooseJudges(everywhere, within, start, finds);
    if (judges.length === 0 && readings.length > 0) return false;
    const isOption = isOptionName(text, start, isTail);
    if (!isOption && (onlyOption || !startsKey(text, start, isTail))) return false;
    const isHeading = !isOption && headsColumn(text, end);
    if (!isHeading || !readDown(text, start, end, isTail, judges, finds))
      readOn(text, start, end, isOption, judges, finds);
    return true;
  };
}

function headsColumn(text: string, end: number): boolean {
  COLUMN_AFTER.lastIndex = end;
  return COLUMN_AFTER.test(text);
}

/** The kinds of the innermost open section that has any, else those that need none. */
function chooseJudges(
  everywhere: Judge[],
  within: ReadonlyMap<string, Judge[]>,
  start: number,
  { sections }: Finds,
): Judge[] {
  let innermost = Infinity;
  let judges = everywhere;
  for (const [section, close] of sections) {
    const own = close > start && close < innermost ? within.get(section) : undefined;
    if (own === undefined) continue;
    judges = own;
    innermost = close;
  }
  return judges;
}

/** Values after the key: one and what it becomes, or the items of a list if the key is a plural. */
function readOn(
  text: string,
  start: number,
  end: number,
  isOption: boolean,
  judges: Judge[],
  { found, run, read }: Finds,
): void {
  let value = readOnce(text, start, end, isOption, run, read);
  if (value === undefined) return;
  const joint = text.slice(end, value.start);
  const isList = isPlural(text, end) || /\[|values/i.test(joint);
  const isOpen = isList && (joint.includes("[") || text.charAt(value.start) === "{");
  let misfits = isOpen ? 0 : MOST_MISFITS;
  let changes = 0;
  for (let count = 0; value !== undefined && count < MOST_VALUES; count++) {
    const { start: from, end: to } = value;
    const isName = misfits > 0 && isOpen && NAME_AFTER.test(text.slice(to, to + 16));
    const judge = isName ? undefined : judges.find((candidate) => candidate.fits(text, from, to));
    if (judge !== undefined && isLiteral(text, { start, end }, value, isOption)) {
      found.push({ start: from, end: to, pattern: judge.pattern });
      if (isOpen) misfits = 1;
    } else misfits++;
    const change: Value | undefined = changes < MOST_CHANGES ? readChange(text, value) : undefined;
    if (change !== undefined) changes++;
    if (change === undefined && misfits > MOST_MISFITS) return;
    value = change ?? (isList ? readNext(text, value, run) : undefined);
  }
}

/** Keys that end at one place, `password` and `Password`, lead to the same. */
function readOnce(
  text: string,
  start: number,
  end: number,
  isOption: boolean,
  run: Finds["run"],
  last: Finds["read"],
): Value | undefined {
  if (last.start !== start || last.end !== end || last.isOption !== isOption) {
    Object.assign(last, { start, end, isOption, value: readValue(text, start, end, isOption, run) });
  }
  return last.value;
}

function isPlural(text: string, end: number): boolean {
  return (text.charCodeAt(end - 1) | 32) === LETTER_S && (text.charCodeAt(end - 2) | 32) !== LETTER_S;
}

/** Values under the key, if it heads a column. */
function readDown(
  text: string,
  start: number,
  end: number,
  isTail: boolean,
  judges: Judge[],
  { found, line }: Finds,
): boolean {
  const cells = readColumn(text, start, end, isTail, line);
  for (const cell of cells) {
    const judge = judges.find((candidate) => candidate.fits(text, cell.start, cell.end));
    if (judge !== undefined) found.push({ ...cell, pattern: judge.pattern });
  }
  return cells.length > 0;
}

/** Whether the key is, or ends, an option: `--bucket`, `--source-bucket`, `-BucketName`; or what `configure` sets. */
function isOptionName(text: string, start: number, isTail: boolean): boolean {
  const before = text.charAt(start - 1);
  if (before !== "-") return /[_. ]/.test(before) && CONFIGURE_BEFORE.test(text.slice(Math.max(0, start - 64), start));
  let first = start - 1;
  while (first > 0 && start - first < LONGEST_OPTION && WORD_CODES[text.charCodeAt(first - 1)] === 1) first--;
  if (!isTail && start - first > 2) return false;
  return text.charAt(first) === "-" && (first === 0 || /[\s"'`=([]/.test(text.charAt(first - 1)));
}

function startsKey(text: string, start: number, isTail: boolean): boolean {
  if (startsWord(text, start, isTail ? "loose" : "strict")) return true;
  return isTail && CAPITAL_STARTS.test(text.slice(start - 1, start + 2));
}
