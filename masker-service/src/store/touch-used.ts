import { MaskerError } from "../errors.ts";
import { catchUp } from "./fetch-names.ts";
import { noteState } from "./note-state.ts";
import type { CachedMapping } from "./mapping-cache.ts";
import type { ScopeState } from "./scope-state.ts";
import { readScriptReply } from "./script-reply.ts";
import type { StoreParts } from "./store-parts.ts";

const MOST_MAPPINGS = 1000;

const LONGEST_POLL_MILLISECONDS = 5000;

/**
 * Every few seconds tells Redis of the mappings used from memory, so that their life slides there, too, and hears what
 * changed in the scopes in use and of other encryption keys, should a message have been lost. `life` is that of a mapping in memory, in ms. Returns
 * the function that stops it.
 */
export function startTouching(parts: StoreParts, life: number): () => void {
  let running = false;
  const touch = async () => {
    if (running) return;
    running = true;
    try {
      await parts.recheckKeys();
      await touchUsed(parts, life);
    } catch (error) {
      if (!(error instanceof MaskerError)) throw error;
      // Redis is away, which its own events tell; mappings not touched are asked for again at the end of their life.
    } finally {
      running = false;
    }
  };
  const timer = setInterval(() => void touch(), Math.min(LONGEST_POLL_MILLISECONDS, life / 4)).unref();
  return () => clearInterval(timer);
}

async function touchUsed(parts: StoreParts, life: number): Promise<void> {
  const due = parts.cache.takeDue();
  for (const scope of parts.scopes.all()) {
    if (!scope.active && !due.has(scope.tag)) continue;
    scope.active = false;
    // Names expire, too: those in memory live as long as mappings do.
    if (parts.now() - scope.namesFetchedAt > life) scope.isStale = true;
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
  catchUp(parts, scope, version);
}
