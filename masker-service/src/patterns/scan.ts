import { ARN_ANCHORS, createArnReader } from "./arn.ts";
import { createAutomaton } from "./automaton.ts";
import { copySlice } from "../copy-slice.ts";
import type { Finds, Found, LookAround } from "./found.ts";
import { createJudge, type Judge } from "./judge.ts";
import { createKeyReader, type Reading } from "./key.ts";
import { mayLearn } from "./may-learn.ts";
import { createNameFinder } from "./names.ts";
import { parseKey, type Key } from "./parse-key.ts";
import type { Pattern } from "./schema.ts";
import { createSectionOpener } from "./section.ts";
import { settle } from "./settle.ts";
import { createShape } from "./shape.ts";
import type { Name, Scan, Span } from "./span.ts";

/** Finds what a set of patterns describes in one text. Synchronous, pure, linear in the text's length. */
export interface Scanner {
  /**
   * @param key the property that the text is the value of: `{"Bucket": "x"}` gives `x` away as `"Bucket": "x"` does in a text
   */
  scan(text: string, key?: string): Scan;
  /** Whether the operator's own list says that the value is never masked. */
  allows(value: string): boolean;
}

/** What a denied word becomes: `word-001`. */
export const DENIED = { kind: "denied-word", prefix: "word" } as const;

/** One thing to do where an anchor ends; of several keys that end at one place only the longest counts. */
interface Anchor {
  readonly word: string;
  readonly isKey: boolean;
  readonly lookAround: LookAround;
}

/** The user's own exact words: always masked, never masked. */
export interface Words {
  readonly deny: readonly string[];
  readonly allow: readonly string[];
}

const MOST_KEYS = 4096;
const NO_WORDS: Words = { deny: [], allow: [] };

/** Builds a scanner: one walk over all anchors of all patterns, and a look around each one found. */
export function createScanner(patterns: readonly Pattern[], own: Words = NO_WORDS): Scanner {
  const judges = new Map(patterns.map((pattern) => [pattern.kind, createJudge(pattern)]));
  const anchors = [...collectShapes(judges), ...collectKeys(judges), ...collectArns(judges)];
  const automaton = createAutomaton(anchors.map(({ word }) => word));

  const denied = createNameFinder(own.deny.map((value) => ({ ...DENIED, value })));
  const allowed = new Set(own.allow);

  const find = (text: string): Found[] => {
    const finds: Finds = {
      found: [],
      sections: new Map(),
      run: { start: 0, end: 0, reads: 0 },
      read: { start: 0, end: 0, isOption: false, value: undefined },
      line: { start: 0, end: -1, columns: new Map() },
    };
    automaton.walk(text, (end, words) => {
      let longestKey = 0;
      for (const index of words) {
        const anchor = anchors[index];
        if (anchor === undefined || (anchor.isKey && anchor.word.length < longestKey)) continue;
        const stands = anchor.lookAround(text, end - anchor.word.length, end, finds);
        if (stands && anchor.isKey) longestKey = anchor.word.length;
      }
    });
    return finds.found;
  };

  const known = new Map<string, boolean>();
  /** Whether a pattern names the key, or its end; most keys of a body are `type`, `text` and the like. */
  const mayLead = (key: string): boolean => {
    const before = known.get(key);
    if (before !== undefined) return before;
    let leads = false;
    automaton.walk(key, (end, words) => {
      leads ||= end === key.length && words.some((index) => anchors[index]?.isKey === true);
    });
    if (known.size < MOST_KEYS) known.set(copySlice(key), leads);
    return leads;
  };

  return {
    allows: (value) => allowed.has(value),
    scan(text, key) {
      const found = find(text);
      if (key !== undefined && mayLead(key)) found.push(...findUnderKey(text, key, find));
      const settled = settle(
        allowed.size === 0 ? found : found.filter(({ start, end }) => !allowed.has(text.slice(start, end))),
      );
      const spans = settled.map(({ start, end, pattern: { kind, prefix } }) => ({ start, end, kind, prefix }));
      return { spans: join(denied.find(text), spans), names: collectNames(text, settled) };
    },
  };
}

function collectShapes(judges: ReadonlyMap<string, Judge>): Anchor[] {
  return [...judges.values()].flatMap((judge) => {
    if (judge.pattern.anchors === undefined) return [];
    const lookAround = createShape(judge, judges);
    return judge.pattern.anchors.map((word) => ({ word, isKey: false, lookAround }));
  });
}

/** Kinds that share a key are tried in order of priority. */
function collectKeys(judges: ReadonlyMap<string, Judge>): Anchor[] {
  const readers = new Map<string, { key: Key; word: string; readings: Reading[] }>();
  const sections = new Set<string>();
  const note = (spec: string, judge: Judge | undefined): void => {
    const key = parseKey(spec);
    if (key.section !== undefined) sections.add(key.section);
    for (const word of key.spellings) {
      const id = `${word} ${key.isTail} ${key.isOption} ${key.isExact}`;
      const reader = readers.get(id) ?? { key, word, readings: [] };
      readers.set(id, reader);
      if (judge !== undefined) reader.readings.push({ judge, section: key.section });
    }
  };
  for (const judge of [...judges.values()].toSorted((a, b) => b.pattern.priority - a.pattern.priority)) {
    for (const key of judge.pattern.keys ?? []) note(key, judge);
    for (const key of judge.pattern.exceptKeys ?? []) note(key, undefined);
  }
  return [
    ...[...readers.values()].map(({ key, word, readings }) => {
      return { word, isKey: true, lookAround: createKeyReader(key, word, readings) };
    }),
    ...[...sections].map((word) => ({ word, isKey: false, lookAround: createSectionOpener(word) })),
  ];
}

function collectArns(judges: ReadonlyMap<string, Judge>): Anchor[] {
  const lookAround = createArnReader(judges);
  return ARN_ANCHORS.map((word) => ({ word, isKey: false, lookAround }));
}

/** The whole text as the value of `key`, by the same rules: found in `"key": "text"` and moved back. */
function findUnderKey(text: string, key: string, find: (text: string) => Found[]): Found[] {
  if (/["\\\n]/.test(text) || text.length > 4096) return [];
  const head = `"${key}": "`;
  const whole = find(`${head}${text}"`).filter(
    ({ start, end }) => start === head.length && end === head.length + text.length,
  );
  return whole.map((claim) => ({ ...claim, start: 0, end: text.length }));
}

/** Denied words count over all else. */
function join(denied: readonly Span[], spans: readonly Span[]): readonly Span[] {
  if (denied.length === 0) return spans;
  const free = spans.filter((span) => !denied.some((word) => word.start < span.end && span.start < word.end));
  return [...denied, ...free].toSorted((a, b) => a.start - b.start);
}

function collectNames(text: string, settled: readonly Found[]): Name[] {
  const names = new Map<string, Name>();
  for (const { start, end, pattern } of settled) {
    if (!pattern.learn) continue;
    const value = text.slice(start, end);
    if (names.has(value)) continue;
    const name = { kind: pattern.kind, prefix: pattern.prefix, value };
    if (mayLearn(name)) names.set(value, { ...name, value: copySlice(value) });
  }
  return [...names.values()];
}
