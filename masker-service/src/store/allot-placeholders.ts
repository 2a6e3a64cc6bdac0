import type { Name } from "../patterns/span.ts";
import { copySlice } from "../copy-slice.ts";
import { MaskerError } from "../errors.ts";
import { addNames, catchUp } from "./fetch-names.ts";
import { noteState } from "./note-state.ts";
import { CHANNEL } from "./scope-keys.ts";
import { identify, noteNumber, type ScopeState } from "./scope-state.ts";
import { readScriptReply } from "./script-reply.ts";
import type { ScriptArgument } from "./scripts.ts";
import type { StoreParts } from "./store-parts.ts";
import type { Wanted } from "./store.ts";

/** Values for one run of the script: sealing them keeps this process busy for some milliseconds, and then Redis. */
const MOST_VALUES = 250;
const MOST_TRIES = 3;

/** `Store.allot`. */
export async function allotPlaceholders(
  parts: StoreParts,
  scope: ScopeState,
  wanted: readonly Wanted[],
  tries = 1,
): Promise<readonly string[]> {
  const { era } = scope;
  const placeholders = wanted.map((one) => lookUp(parts, scope, one));
  const missing = [...wanted.keys()].filter((index) => placeholders[index] === undefined);
  for (let from = 0; from < missing.length; from += MOST_VALUES) {
    const indexes = missing.slice(from, from + MOST_VALUES);
    const given = await allotMissing(
      parts,
      scope,
      indexes.flatMap((index) => wanted[index] ?? []),
    );
    for (const [at, index] of indexes.entries()) placeholders[index] = given[at];
  }
  // What was found for this request may be true of a server, or of a scope, that is no more.
  if (scope.era === era) return placeholders.filter((placeholder) => placeholder !== undefined);
  if (tries < MOST_TRIES) return allotPlaceholders(parts, scope, wanted, tries + 1);
  throw new MaskerError(
    "store_down",
    "store: the scope is being deleted again and again, or Redis replaced; try later",
  );
}

function lookUp(parts: StoreParts, scope: ScopeState, wanted: Wanted): string | undefined {
  const mapping = parts.cache.byValue(scope.tag, wanted.prefix, wanted.value);
  return mapping === undefined || (wanted.learned === true && !isKnown(scope, wanted))
    ? undefined
    : mapping.placeholder;
}

function isKnown(scope: ScopeState, name: Wanted): boolean {
  return !scope.isStale && scope.known.has(identify(name));
}

async function allotMissing(parts: StoreParts, scope: ScopeState, wanted: readonly Wanted[]): Promise<string[]> {
  const { hashes, counters, names } = scope.keys;
  const answer = await parts.connection.run("allot", [hashes, counters, names], layArguments(parts, scope, wanted));
  const reply = readScriptReply("allot", answer);
  const before = reply.number();
  noteState(parts, scope, reply);
  const { era } = scope;
  const after = reply.number();
  const replicas = reply.number();
  const numbers = wanted.map(() => reply.number());
  for (const [index, { prefix }] of wanted.entries()) noteNumber(scope, prefix, numbers[index] ?? 0);
  if (replicas > 0) await parts.connection.confirm(counters);
  if (before !== scope.version || scope.isStale) catchUp(parts, scope, after);
  else if (after > before && scope.names !== undefined) addNames(scope, learnedOf(wanted), after);
  return wanted.map(({ prefix, value }, index) => {
    const number = numbers[index] ?? 0;
    const placeholder = parts.formatPlaceholder(prefix, number);
    // Not into a memory that was dropped while a replica was waited for.
    if (scope.era === era) parts.cache.put({ tag: scope.tag, prefix, number, placeholder, value: copySlice(value) });
    return placeholder;
  });
}

function learnedOf(wanted: readonly Wanted[]): Name[] {
  return wanted
    .filter(({ learned }) => learned === true)
    .map(({ kind, prefix, value }) => ({ kind, prefix, value: copySlice(value) }));
}

function layArguments(parts: StoreParts, scope: ScopeState, wanted: readonly Wanted[]): ScriptArgument[] {
  const { cipher, keys, seen, tag } = scope;
  const values = wanted.map(({ prefix, kind, value, learned }) => {
    const digest = cipher.digest(prefix, value);
    const hashes = cipher.hashes(digest);
    const [newest] = hashes;
    if (newest === undefined) throw new TypeError("a cipher without a key");
    return [
      prefix,
      learned === true ? "1" : "0",
      cipher.sealDigest(digest, newest),
      cipher.sealOriginal(prefix, { kind, value }, newest),
      ...hashes,
    ];
  });
  const highest = [...new Set(wanted.map(({ prefix }) => prefix))].flatMap((prefix) => {
    const number = seen.get(prefix);
    return number === undefined ? [] : [prefix, number.toString()];
  });
  return [
    parts.ttlMilliseconds.toString(),
    keys.originals,
    CHANNEL,
    `${tag} ${parts.worker}`,
    parts.connection.mayLose() ? "1" : "0",
    ((values[0]?.length ?? 4) - 4).toString(),
    (highest.length / 2).toString(),
    ...highest,
    ...values.flat(),
  ];
}
