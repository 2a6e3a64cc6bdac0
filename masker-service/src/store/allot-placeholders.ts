import { addNames, fetchNamesSoon } from "./fetch-names.ts";
import { noteState } from "./note-state.ts";
import { CHANNEL } from "./scope-keys.ts";
import { identify, noteNumber, type ScopeState } from "./scope-state.ts";
import { readScriptReply } from "./script-reply.ts";
import type { ScriptArgument } from "./scripts.ts";
import type { StoreParts } from "./store-parts.ts";
import type { Wanted } from "./store.ts";
import { bytesToText, textToBytes } from "./text-bytes.ts";

/** Values for one run of the script, which keeps Redis busy for some milliseconds. */
const MOST_VALUES = 1000;

/** `Store.allot`. */
export async function allotPlaceholders(
  parts: StoreParts,
  scope: ScopeState,
  wanted: readonly Wanted[],
): Promise<readonly string[]> {
  const placeholders = wanted.map((one) => lookUp(parts, scope, one));
  const missing = [...wanted.keys()].filter((index) => placeholders[index] === undefined);
  for (let from = 0; from < missing.length; from += MOST_VALUES) {
    const indexes = missing.slice(from, from + MOST_VALUES);
    const asked = indexes.flatMap((index) => wanted[index] ?? []);
    const { given, changed } = await allotMissing(parts, scope, asked);
    // What memory answered for this request was true of a server, or of a scope, that is no more.
    if (changed && missing.length < wanted.length) return allotPlaceholders(parts, scope, wanted);
    for (const [at, index] of indexes.entries()) placeholders[index] = given[at];
  }
  return placeholders.filter((placeholder) => placeholder !== undefined);
}

function lookUp(parts: StoreParts, scope: ScopeState, wanted: Wanted): string | undefined {
  const mapping = parts.cache.byValue(scope.tag, wanted.prefix, wanted.value);
  return mapping === undefined || (wanted.learned === true && !scope.known.has(identify(wanted)))
    ? undefined
    : mapping.placeholder;
}

async function allotMissing(
  parts: StoreParts,
  scope: ScopeState,
  wanted: readonly Wanted[],
): Promise<{ given: string[]; changed: boolean }> {
  const { hashes, counters, names } = scope.keys;
  const answer = await parts.connection.run("allot", [hashes, counters, names], layArguments(parts, scope, wanted));
  const reply = readScriptReply("allot", answer);
  const before = reply.number();
  const changed = noteState(parts, scope, reply);
  const after = reply.number();
  const replicas = reply.number();
  const numbers = wanted.map(() => reply.number());
  for (const [index, { prefix }] of wanted.entries()) noteNumber(scope, prefix, numbers[index] ?? 0);
  if (replicas > 0) await parts.connection.confirm(counters);
  const given = wanted.map(({ prefix, value }, index) => {
    const number = numbers[index] ?? 0;
    const placeholder = parts.formatPlaceholder(prefix, number);
    // A slice of a text keeps the whole text in memory; these are new characters.
    parts.cache.put({ tag: scope.tag, prefix, number, placeholder, value: bytesToText(textToBytes(value)) });
    return placeholder;
  });
  if (scope.names !== undefined && before === scope.version) {
    const learned = wanted.filter((one) => one.learned === true);
    if (after > before) addNames(scope, learned.map(copyName), after);
  } else if (scope.names !== undefined) {
    // Another worker has learned a name: the next request finds it in memory, or waits for it.
    fetchNamesSoon(parts, scope);
  }
  return { given, changed };
}

function copyName({ kind, prefix, value }: Wanted) {
  return { kind, prefix, value: bytesToText(textToBytes(value)) };
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
    parts.connection.failsOver ? "1" : "0",
    ((values[0]?.length ?? 4) - 4).toString(),
    (highest.length / 2).toString(),
    ...highest,
    ...values.flat(),
  ];
}
