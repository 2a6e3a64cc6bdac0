import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { MaskerError } from "../errors.ts";
import { isOn, PROFILES, refuseUnknownKinds, type Profile, type Switches } from "./choose-kinds.ts";
import { readPatternFiles, type PatternFile } from "./read-pattern-files.ts";
import { refuseSlowRegex } from "./refuse-slow-regex.ts";
import { createScanner, DENIED, type Scanner, type Words } from "./scan.ts";
import type { Pattern } from "./schema.ts";
import { refuse, verifyEntry, checkExamples } from "./verify.ts";
import { readWordLists, type WordSources } from "./word-lists.ts";

/** Regexes known to take linear time, so that a reload judges only what is new. */
const judged = new Set<string>();
const BUILT_IN = fileURLToPath(new URL("../../patterns/", import.meta.url));

export interface LoadOptions extends Switches, WordSources {
  /** Directories of *.yaml files; a later one may not repeat a kind of an earlier one. */
  readonly directories: readonly string[];
  readonly profile?: Profile | undefined;
}

/** One pattern as `GET /patterns` lists it. */
export interface ListedPattern {
  readonly kind: string;
  readonly prefix: string;
  readonly group: string;
  readonly description: string;
  readonly source: string;
  /** In the profile that was asked for. */
  readonly on: boolean;
  readonly profiles: readonly Profile[];
  readonly examples: readonly string[];
}

/** What the masker works with until the next load; never changed, only replaced as a whole. */
export interface PatternSet {
  readonly patterns: readonly ListedPattern[];
  /** Of all patterns, on or off: a placeholder issued earlier is still one. */
  readonly prefixes: readonly string[];
  /** Of the profile that was asked for. */
  readonly scanner: Scanner;
  /** Of any profile: built when it is first asked for, then kept. */
  readonly scannerOf: (profile: Profile) => Scanner;
  /** Changes whenever a scan may answer otherwise. */
  readonly version: string;
}

/** Rejects with MaskerError `bad_pattern` that names file, kind and reason, or the list and its line. */
export async function loadPatterns(options: LoadOptions): Promise<PatternSet> {
  const { profile = "default", directories } = options;
  const [files, words] = await Promise.all([readPatternFiles(directories), readWordLists(options)]);
  const patterns = files.flatMap(({ patterns: entries }) => entries);
  refuseUnknownKinds(patterns, options);
  const usual = await verifyAll(files, patterns);
  const scanners = new Map<Profile, Scanner>();
  const scannerOf = (asked: Profile): Scanner => {
    const scanner = scanners.get(asked) ?? buildScanner(patterns, asked, options, words, usual);
    scanners.set(asked, scanner);
    return scanner;
  };
  return {
    patterns: patterns.map((pattern) => list(pattern, profile, options)),
    prefixes: [...new Set([...patterns.map(({ prefix }) => prefix), DENIED.prefix])],
    scanner: scannerOf(profile),
    scannerOf,
    version: createHash("sha256")
      .update(JSON.stringify([patterns, options.on, options.off, words, profile]))
      .digest("hex")
      .slice(0, 16),
  };
}

/** What is on by default has a scanner already, in which the examples were tried. */
function buildScanner(
  patterns: readonly Pattern[],
  profile: Profile,
  switches: Switches,
  words: Words,
  usual: Scanner,
): Scanner {
  const isPlain =
    words.deny.length + words.allow.length === 0 &&
    patterns.every((pattern) => isOn(pattern, profile, switches) === isUsual(pattern));
  if (isPlain) return usual;
  return createScanner(
    patterns.filter((pattern) => isOn(pattern, profile, switches)),
    words,
  );
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

function list(pattern: Pattern, profile: Profile, switches: Switches): ListedPattern {
  const { kind, prefix, group, description, source, positives } = pattern;
  const profiles = PROFILES.filter((each) => isOn(pattern, each, switches));
  return { kind, prefix, group, description, source, on: profiles.includes(profile), profiles, examples: positives };
}
