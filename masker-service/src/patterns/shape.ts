import { startsWord } from "./edges.ts";
import type { LookAround } from "./found.ts";
import type { Judge } from "./judge.ts";

const LONGEST_BACK = 256;
const WORD_END = "(?![A-Za-z0-9])";

/**
 * Recognises a value by its own form, around one of its anchors.
 *
 * @param judges of all kinds, by kind, for groups that are of another kind than the pattern
 */
export function createShape(judge: Judge, judges: ReadonlyMap<string, Judge>): LookAround {
  const { pattern } = judge;
  const grouped = hasGroups(pattern.regex);
  const regex = new RegExp(`(?:${pattern.regex})${pattern.boundary === "none" ? "" : WORD_END}`, grouped ? "dy" : "y");
  const isBack = pattern.back === undefined ? undefined : createClass(pattern.back);

  return (text, anchorStart, _anchorEnd, { found }) => {
    const start = isBack === undefined ? anchorStart : goBack(text, anchorStart, isBack);
    if (!startsWord(text, start, pattern.boundary)) return false;
    regex.lastIndex = start;
    const match = grouped ? regex.exec(text) : null;
    if (grouped ? match === null : !regex.test(text)) return false;
    const extents =
      match?.indices === undefined
        ? [{ start, end: regex.lastIndex, judge }]
        : readGroups(match.indices, judge, judges);
    for (const extent of extents) {
      if (extent.judge.accepts(text, extent.start, extent.end))
        found.push({ ...extent, pattern: extent.judge.pattern });
    }
    return true;
  };
}

interface Extent {
  readonly start: number;
  readonly end: number;
  readonly judge: Judge;
}

/** One extent per group that took part; `(?<account_id>…)` is of kind account-id. */
function readGroups(indices: RegExpIndicesArray, own: Judge, judges: ReadonlyMap<string, Judge>): Extent[] {
  const named = Object.entries(indices.groups ?? {});
  return indices.slice(1).flatMap((place) => {
    if (place === undefined) return [];
    const [start, end] = place;
    const kind = named.find(([, extent]) => extent?.[0] === start && extent[1] === end)?.[0];
    return [{ start, end, judge: judges.get(kind?.replaceAll("_", "-") ?? "") ?? own }];
  });
}

/** Whether a regex captures: its match of the empty alternative then has more than the whole. */
function hasGroups(source: string): boolean {
  return (new RegExp(`${source}|`).exec("")?.length ?? 1) > 1;
}

function goBack(text: string, from: number, isBack: Uint8Array): number {
  const stop = Math.max(0, from - LONGEST_BACK);
  let start = from;
  while (start > stop && isBack[text.charCodeAt(start - 1)] === 1) start--;
  return start;
}

function createClass(characters: string): Uint8Array {
  const regex = new RegExp(`^[${characters}]$`);
  const table = new Uint8Array(128);
  for (let code = 0; code < 128; code++) if (regex.test(String.fromCharCode(code))) table[code] = 1;
  return table;
}
