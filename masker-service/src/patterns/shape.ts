import { endsEscape, LONGEST_ESCAPE_TAIL, mayEndEscape } from "../ends-escape.ts";
import { startsWord } from "./edges.ts";
import { readList } from "./list.ts";
import type { Finds, LookAround } from "./found.ts";
import type { Judge } from "./judge.ts";

const LONGEST_BACK = 256;
/** A find of at least this length is not looked into again: anchors in it, one after the other, would each read it to its end. */
const LONG_FIND = 512;
const WORD_END = "(?![A-Za-z0-9])";

/**
 * Recognises a value by its own form, around one of its anchors.
 *
 * What stands beside a public account, such as the repository of an image of AWS, is public too.
 *
 * @param judges of all kinds, by kind, for groups that are of another kind than the pattern
 */
export function createShape(judge: Judge, judges: ReadonlyMap<string, Judge>): LookAround {
  const { pattern } = judge;
  const grouped = hasGroups(pattern.regex);
  const regex = new RegExp(`(?:${pattern.regex})${pattern.boundary === "none" ? "" : WORD_END}`, grouped ? "dy" : "y");
  const owners = grouped ? findOwners(pattern.regex, judge, judges) : [];
  const isBack = pattern.back === undefined ? undefined : createClass(pattern.back);

  /** Where the long find seen last ends. */
  const long: { finds: Finds | undefined; end: number } = { finds: undefined, end: 0 };
  /** The run of `back` seen last: one with many anchors in it is walked, and the regex tried at its start, once. */
  const lastRun: Run = { finds: undefined, start: 0, from: 0 };

  return (text, anchorStart, _anchorEnd, finds) => {
    const { found } = finds;
    if (anchorStart < long.end && long.finds === finds) return false;
    let start = anchorStart;
    if (isBack !== undefined) {
      const isSame = lastRun.finds === finds;
      start = goBack(text, anchorStart, isBack, isSame ? lastRun : undefined);
      const isTried = isSame && lastRun.start === start;
      lastRun.finds = finds;
      lastRun.start = start;
      lastRun.from = anchorStart;
      if (isTried) return false;
      start = skipEscape(text, start, anchorStart);
    }
    if (!startsWord(text, start, pattern.boundary)) return false;
    regex.lastIndex = start;
    const match = grouped ? regex.exec(text) : null;
    if (grouped ? match === null : !regex.test(text)) return false;
    if (regex.lastIndex - start >= LONG_FIND) {
      long.finds = finds;
      long.end = regex.lastIndex;
    }
    const extents =
      match?.indices === undefined ? [{ start, end: regex.lastIndex, judge }] : readGroups(match.indices, owners);
    if (extents.some((extent) => extent.judge !== judge && extent.judge.isPublic(text.slice(extent.start, extent.end))))
      return true;
    for (const extent of extents) {
      const { start: from, end: to, judge: owner } = extent;
      if (pattern.list ? owner.fits(text, from, to) : owner.accepts(text, from, to))
        found.push({ start: from, end: to, pattern: owner.pattern });
    }
    const last = extents.at(-1);
    if (pattern.list && last !== undefined) found.push(...readList(text, last.end, last.judge));
    return true;
  };
}

interface Run {
  finds: Finds | undefined;
  start: number;
  /** The anchor from which it was walked. */
  from: number;
}

/** The value of one group, and whose it is. */
interface Extent {
  readonly start: number;
  readonly end: number;
  readonly judge: Judge;
}

/** One extent per group that took part. */
function readGroups(indices: RegExpIndicesArray, owners: readonly Judge[]): Extent[] {
  const extents: Extent[] = [];
  for (const [index, judge] of owners.entries()) {
    const place = indices[index + 1];
    if (place !== undefined) extents.push({ start: place[0], end: place[1], judge });
  }
  return extents;
}

/** Whose value each group is: `(?<account_id>…)` is of kind account-id. */
function findOwners(source: string, own: Judge, judges: ReadonlyMap<string, Judge>): Judge[] {
  const groups = source.matchAll(/\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?<(?<name>\w+)>|(?!\?))/g);
  return [...groups]
    .filter(([token]) => token.startsWith("("))
    .map(({ groups: named }) => judges.get(named?.["name"]?.replaceAll("_", "-") ?? "") ?? own);
}

/** Whether a regex captures: its match of the empty alternative then has more than the whole. */
function hasGroups(source: string): boolean {
  return (new RegExp(`${source}|`).exec("")?.length ?? 1) > 1;
}

/** Where the run of characters before `from` begins; what `last` has walked is not walked again. */
function goBack(text: string, from: number, isBack: Uint8Array, last: Run | undefined): number {
  const stop = Math.max(0, from - LONGEST_BACK);
  const known = last !== undefined && last.from >= stop ? last.from : stop;
  let start = from;
  while (start > known && isBack[text.charCodeAt(start - 1)] === 1) start--;
  return start === last?.from ? Math.max(stop, last.start) : start;
}

/**
 * Goes past the letters and digits of an escape that a walk back has taken for the value's: of `%2F`, `\x22`, `[31m`. Not
 * those of `\f` and `\172`, which are as well the beginning of a host in a path of Windows.
 */
function skipEscape(text: string, start: number, anchor: number): number {
  if (!mayEndEscape(text, start)) return start;
  if (text.charAt(start - 1) === "\\" && !/[xu]/.test(text.charAt(start))) return start;
  let end = Math.min(start + LONGEST_ESCAPE_TAIL, anchor - 1);
  while (end > start && !endsEscape(text, end)) end--;
  return Math.max(start, end);
}

function createClass(characters: string): Uint8Array {
  const regex = new RegExp(`^[${characters}]$`);
  const table = new Uint8Array(128);
  for (let code = 0; code < 128; code++) if (regex.test(String.fromCharCode(code))) table[code] = 1;
  return table;
}
