import { readColumn } from "./column.ts";
import { startsWord } from "./edges.ts";
import type { Finds, LookAround } from "./found.ts";
import type { Judge } from "./judge.ts";
import { readNext, readValue } from "./key-value.ts";
import { isLiteral } from "./literal.ts";

const MOST_VALUES = 256;
const OPTION_BEFORE = /(?:^|[\s"'`=([])--?[A-Za-z0-9-]{0,40}$/;
const COLUMN_AFTER = /^["\s]{0,64}(?:[|,\t]|\r?\n)/;

/** A kind that a key leads to, everywhere or only within a section. */
export interface Reading {
  readonly judge: Judge;
  readonly section: string | undefined;
}

/** Recognises what a key leads to, in all its spellings, as the first of `readings` that it fits. */
export function createKeyReader(isTail: boolean, readings: readonly Reading[]): LookAround {
  const isEverywhere = readings.some(({ section }) => section === undefined);
  return (text, start, end, finds) => {
    if (!isEverywhere && finds.sections.size === 0) return false;
    if (/[A-Za-z0-9_-]/.test(text.charAt(end))) return false;
    const judges = chooseJudges(readings, start, finds);
    if (judges.length === 0) return false;
    const isOption = text.charAt(start - 1) === "-" && OPTION_BEFORE.test(text.slice(Math.max(0, start - 48), start));
    if (!isOption && !startsKey(text, start, isTail)) return false;
    const isHeading = !isOption && COLUMN_AFTER.test(text.slice(end, end + 66));
    if (!isHeading || !readDown(text, start, end, judges, finds)) readOn(text, start, end, isOption, judges, finds);
    return true;
  };
}

/** The kinds of the innermost open section, else those that need none. */
function chooseJudges(readings: readonly Reading[], start: number, { sections }: Finds): Judge[] {
  const open = readings.filter(({ section }) => section !== undefined && (sections.get(section) ?? 0) > start);
  const innermost = open.toSorted((a, b) => (sections.get(a.section ?? "") ?? 0) - (sections.get(b.section ?? "") ?? 0))[0];
  if (innermost === undefined) return readings.flatMap(({ judge, section }) => (section === undefined ? [judge] : []));
  return open.flatMap(({ judge, section }) => (section === innermost.section ? [judge] : []));
}

/** Values after the key: one, or the items of a list if the key is a plural. */
function readOn(text: string, start: number, end: number, isOption: boolean, judges: Judge[], { found }: Finds): void {
  const isList = /s$/i.test(text.charAt(end - 1));
  let value = readValue(text, end, isOption);
  for (let count = 0; value !== undefined && count < MOST_VALUES; count++) {
    const { start: from, end: to } = value;
    const judge = judges.find((candidate) => candidate.fits(text, from, to));
    if (judge === undefined || !isLiteral(text, { start, end }, value, isOption)) return;
    found.push({ start: from, end: to, pattern: judge.pattern });
    value = isList ? readNext(text, value) : undefined;
  }
}

/** Values under the key, if it heads a column. */
function readDown(text: string, start: number, end: number, judges: Judge[], { found }: Finds): boolean {
  const cells = readColumn(text, start, end);
  for (const cell of cells) {
    const judge = judges.find((candidate) => candidate.fits(text, cell.start, cell.end));
    if (judge !== undefined) found.push({ ...cell, pattern: judge.pattern });
  }
  return cells.length > 0;
}

function startsKey(text: string, start: number, isTail: boolean): boolean {
  if (startsWord(text, start, isTail ? "loose" : "strict")) return true;
  return isTail && /[a-z0-9]/.test(text.charAt(start - 1)) && /[A-Z]/.test(text.charAt(start));
}
