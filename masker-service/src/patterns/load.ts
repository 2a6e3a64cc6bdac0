import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { MaskerError } from "../errors.ts";
import { readPatternFiles, type PatternFile } from "./read-pattern-files.ts";
import { refuseSlowRegex } from "./refuse-slow-regex.ts";
import { createScanner, DENIED, type Scanner } from "./scan.ts";
import type { Pattern } from "./schema.ts";
import { refuse, verifyEntry, checkExamples } from "./verify.ts";

/** Regexes known to take linear time, so that a reload judges only what is new. */
const judged = new Set<string>();
const BUILT_IN = fileURLToPath(new URL("../../patterns/", import.meta.url));

export interface LoadOptions {
  /** Directories of *.yaml files; a later one may not repeat a kind of an earlier one. */
  readonly directories: readonly string[];
  /** Kinds or groups to turn on or off, over the profile. */
  readonly on?: readonly string[];
  readonly off?: readonly string[];
  /** Exact words that are always masked, and values that never are. */
  readonly deny?: readonly string[];
  readonly allow?: readonly string[];
  /** `strict` turns everything on, `secrets` leaves only secrets on. */
  readonly profile?: "strict" | "default" | "secrets";
}

/** One pattern as `GET /patterns` lists it. */
export interface ListedPattern {
  readonly kind: string;
  readonly prefix: string;
  readonly group: string;
  readonly description: string;
  readonly source: string;
  readonly on: boolean;
  readonly examples: readonly string[];
}

/** What the masker works with until the next load; never changed, only replaced as a whole. */
export interface PatternSet {
  readonly patterns: readonly ListedPattern[];
  /** Of all patterns, on or off: a placeholder issued earlier is still one. */
  readonly prefixes: readonly string[];
  readonly scanner: Scanner;
  /** Changes whenever a scan may answer otherwise. */
  readonly version: string;
}

/** Rejects with MaskerError `bad_pattern` that names file, kind and reason. */
export async function loadPatterns(options: LoadOptions): Promise<PatternSet> {
  const files = await readPatternFiles(options.directories);
  const patterns = files.flatMap(({ patterns: entries }) => entries);
  const usual = await verifyAll(files, patterns);
  const chosen = patterns.filter((pattern) => isOn(pattern, options));
  const { deny = [], allow = [] } = options;
  const isPlain =
    deny.length + allow.length === 0 && patterns.every((pattern) => chosen.includes(pattern) === isUsual(pattern));
  const scanner = isPlain ? usual : createScanner(chosen, { deny, allow });
  return {
    patterns: patterns.map((pattern) => list(pattern, chosen.includes(pattern))),
    prefixes: [...new Set([...patterns.map(({ prefix }) => prefix), DENIED.prefix])],
    scanner,
    version: createHash("sha256")
      .update(JSON.stringify([patterns, options.on, options.off, options.deny, options.allow, options.profile]))
      .digest("hex")
      .slice(0, 16),
  };
}

/** Answers the scanner of what is on by default, in which the examples were tried. */
async function verifyAll(files: readonly PatternFile[], patterns: readonly Pattern[]): Promise<Scanner> {
  for (const { path, patterns: entries } of files) for (const entry of entries) verifyEntry(path, entry);
  refuseClashes(files);
  const usual = createScanner(patterns.filter(isUsual));
  const unusual = createScanner(patterns.filter((pattern) => !isUsual(pattern)));
  const wrong = files.flatMap(({ path, patterns: entries }) =>
    entries.flatMap((entry) => checkExamples(path, entry, isUsual(entry) ? usual : unusual)),
  );
  if (wrong.length > 0) throw new MaskerError("bad_pattern", wrong.join("\n"));
  await refuseSlowRegexes(files);
  return usual;
}

/** Those that come with the masker are taken as the tests left them when a process starts; what changes later is judged. */
async function refuseSlowRegexes(files: readonly PatternFile[]): Promise<void> {
  const isStart = judged.size === 0;
  for (const { path, patterns } of files) {
    for (const pattern of patterns) {
      if (judged.has(pattern.regex)) continue;
      if (!isStart || !path.startsWith(BUILT_IN)) await refuseSlowRegex(path, pattern);
      judged.add(pattern.regex);
    }
  }
}

function isUsual(pattern: Pattern): boolean {
  return pattern.default === "on";
}

/** A kind stands once; a prefix has one owner, which all others that use it name in `shares`. */
function refuseClashes(files: readonly PatternFile[]): void {
  const all = files.flatMap(({ path, patterns }) => patterns.map((pattern) => ({ path, pattern })));
  const kinds = new Map<string, string>();
  const owners = new Map<string, string>();
  for (const { path, pattern } of all) {
    const other = kinds.get(pattern.kind);
    if (other !== undefined) throw refuse(path, pattern, `the kind stands in ${other} already; choose another name`);
    kinds.set(pattern.kind, path);
    if (pattern.shares !== undefined) continue;
    const owner = owners.get(pattern.prefix);
    if (owner !== undefined)
      throw refuse(
        path,
        pattern,
        `prefix ${pattern.prefix} is in use by ${owner}; choose another one, or say shares: ${owner}`,
      );
    owners.set(pattern.prefix, pattern.kind);
  }
  for (const { path, pattern } of all) {
    if (pattern.shares !== undefined && owners.get(pattern.prefix) !== pattern.shares) {
      throw refuse(path, pattern, `shares: ${pattern.shares} does not own prefix ${pattern.prefix}`);
    }
  }
}

function isOn(pattern: Pattern, { on = [], off = [], profile = "default" }: LoadOptions): boolean {
  if (off.includes(pattern.kind)) return false;
  if (on.includes(pattern.kind)) return true;
  if (off.includes(pattern.group)) return false;
  if (on.includes(pattern.group) || profile === "strict") return true;
  return pattern.default === "on" && (profile === "default" || pattern.secrets);
}

function list(pattern: Pattern, on: boolean): ListedPattern {
  const { kind, prefix, group, description, source, positives } = pattern;
  return { kind, prefix, group, description, source, on, examples: positives };
}
