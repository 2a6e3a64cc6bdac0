import { dropScope } from "./note-state.ts";
import { CHANNEL } from "./scope-keys.ts";
import type { ScopeState } from "./scope-state.ts";
import { readScriptReply } from "./script-reply.ts";
import type { StoreParts } from "./store-parts.ts";
import type { ScopeStatistics } from "./store.ts";

/** `Store.forgetValue`. */
export async function forgetValue(parts: StoreParts, scope: ScopeState, value: string): Promise<number> {
  const { hashes, counters, names, originals } = scope.keys;
  // Each page of the statistics names all prefixes that the scope has numbers of.
  const page = await readStatistics(parts, scope, "0");
  const candidates = page.highest.flatMap(([prefix]) => scope.cipher.hashes(scope.cipher.digest(prefix, value)));
  const forgotten = await parts.connection.run(
    "forget",
    [hashes, counters, names],
    [originals, CHANNEL, scope.tag, ...candidates],
  );
  dropScope(parts, scope);
  return Number(forgotten);
}

/** `Store.deleteScope`. Interrupted, it is finished by the next call. */
export async function deleteScope(parts: StoreParts, scope: ScopeState): Promise<number> {
  const { hashes, counters, names, deleted, originals } = scope.keys;
  let removed = 0;
  let left = 0;
  let taken = false;
  let cursor = "0";
  do {
    const answer = await parts.connection.run(
      "deleteScope",
      [hashes, counters, names, deleted],
      [originals, CHANNEL, scope.tag, taken ? "0" : "1", cursor],
    );
    const reply = readScriptReply("deleteScope", answer);
    cursor = reply.text();
    removed += reply.number();
    left = reply.number();
    taken ||= reply.number() === 1;
  } while (left > 0 || !taken);
  dropScope(parts, scope);
  return removed;
}

/** `Store.statistics`. */
export async function countScope(parts: StoreParts, scope: ScopeState): Promise<ScopeStatistics> {
  const live = new Map<string, number>();
  for (let cursor = "0"; ;) {
    const page = await readStatistics(parts, scope, cursor);
    for (const prefix of page.live) live.set(prefix, (live.get(prefix) ?? 0) + 1);
    cursor = page.cursor;
    if (cursor === "0") {
      const counted = page.highest.map(([prefix, highest]) => [prefix, { highest, live: live.get(prefix) ?? 0 }]);
      return { mappings: page.mappings, names: page.names, prefixes: Object.fromEntries(counted) };
    }
  }
}

async function readStatistics(parts: StoreParts, scope: ScopeState, from: string) {
  const { hashes, counters, names, originals } = scope.keys;
  const answer = await parts.connection.run("statistics", [hashes, counters, names], [originals, from]);
  const reply = readScriptReply("statistics", answer);
  const cursor = reply.text();
  const [mappings, learned, prefixes] = [reply.number(), reply.number(), reply.number()];
  const highest = Array.from({ length: prefixes }, () => [reply.text(), reply.number()] as const);
  const live: string[] = [];
  while (!reply.done) live.push(reply.text());
  return { cursor, mappings, names: learned, highest, live };
}
