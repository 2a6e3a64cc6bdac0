import { fetchNames } from "./fetch-names.ts";
import { noteState } from "./note-state.ts";
import type { CachedMapping } from "./mapping-cache.ts";
import type { ScopeState } from "./scope-state.ts";
import { readScriptReply } from "./script-reply.ts";
import type { StoreParts } from "./store-parts.ts";

const MOST_MAPPINGS = 1000;

/**
 * Tells Redis of the mappings used from memory, so that their life slides there, too, and hears what changed in the
 * scopes in use, should a message have been lost.
 */
export async function touchUsed(parts: StoreParts): Promise<void> {
  const due = parts.cache.takeDue();
  for (const scope of parts.scopes.all()) {
    if (!scope.active && !due.has(scope.tag)) continue;
    scope.active = false;
    const mappings = due.get(scope.tag) ?? [];
    for (let from = 0; from === 0 || from < mappings.length; from += MOST_MAPPINGS) {
      await touchScope(parts, scope, mappings.slice(from, from + MOST_MAPPINGS));
    }
  }
}

async function touchScope(parts: StoreParts, scope: ScopeState, mappings: readonly CachedMapping[]): Promise<void> {
  const { counters, originals } = scope.keys;
  const answer = await parts.connection.run(
    "touch",
    [counters, ...mappings.map(({ prefix, number }) => `${originals}${prefix}:${number}`)],
    [parts.ttlMilliseconds.toString()],
  );
  const reply = readScriptReply("touch", answer);
  const version = reply.number();
  noteState(parts, scope, reply);
  for (const mapping of mappings) {
    if (reply.number() === 1) mapping.confirmedAt = parts.now();
    else parts.cache.remove(mapping);
  }
  if (scope.names !== undefined && version !== scope.version) await fetchNames(parts, scope);
}
