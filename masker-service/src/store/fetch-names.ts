import type { Name } from "../patterns/span.ts";
import { noteState } from "./note-state.ts";
import { identify, type ScopeState } from "./scope-state.ts";
import { readScriptReply } from "./script-reply.ts";
import type { StoreParts } from "./store-parts.ts";
import type { ScopeNames } from "./store.ts";

/** Grows over all scopes of the process, so that a scope forgotten and met again never shows an old version. */
let revision = 0;

/** The scope's names, fetched: all, or those added since the last time. Concurrent callers share one round trip. */
export function fetchNames(parts: StoreParts, scope: ScopeState): Promise<ScopeNames> {
  scope.fetching ??= fetchOnce(parts, scope).finally(() => {
    scope.fetching = undefined;
  });
  return scope.fetching;
}

/**
 * Fetches in the background what was added up to `version`, as somebody said. Nobody waits for it; what fails is made
 * up for by the next request.
 */
export function catchUp(parts: StoreParts, scope: ScopeState, version: number): void {
  const isBehind = () => scope.names !== undefined && scope.version !== version;
  const under = scope.fetching ?? Promise.resolve();
  under
    .then(async () => {
      if (isBehind()) await fetchNames(parts, scope);
    })
    .catch(() => {
      scope.isStale = true;
    });
}

/** Adds names to those in memory; `version` is Redis' count up to which they are then complete. */
export function addNames(scope: ScopeState, added: readonly Name[], version: number): ScopeNames {
  return setNames(scope, [...(scope.names?.names ?? []), ...added], version);
}

async function fetchOnce(parts: StoreParts, scope: ScopeState): Promise<ScopeNames> {
  const isWhole = scope.names === undefined || scope.isStale;
  const { era } = scope;
  const answer = await parts.connection.run(
    "names",
    [scope.keys.counters, scope.keys.names],
    [scope.keys.originals, isWhole ? "0" : scope.version.toString()],
  );
  const reply = readScriptReply("names", answer);
  const version = reply.number();
  noteState(parts, scope, reply);
  // What the addition belongs to went meanwhile.
  if (!isWhole && (scope.era !== era || scope.isStale || version < scope.version)) {
    scope.isStale = true;
    return fetchOnce(parts, scope);
  }
  const names: Name[] = [];
  while (!reply.done) {
    const prefix = reply.text().replace(/:\d+$/, "");
    const sealed = reply.bytesOrNull();
    if (sealed !== null) names.push({ prefix, ...scope.cipher.openOriginal(prefix, sealed) });
  }
  if (!isWhole) return addNames(scope, names, version);
  scope.isStale = false;
  scope.namesFetchedAt = parts.now();
  return setNames(scope, names, version);
}

/** The version for readers changes only if the names do. */
function setNames(scope: ScopeState, names: readonly Name[], version: number): ScopeNames {
  const distinct = new Map(names.map((name) => [identify(name), name]));
  const isSame =
    scope.names !== undefined &&
    distinct.size === scope.known.size &&
    [...distinct.keys()].every((identity) => scope.known.has(identity));
  const result =
    isSame && scope.names !== undefined ? scope.names : { version: ++revision, names: [...distinct.values()] };
  scope.names = result;
  scope.known = new Set(distinct.keys());
  scope.version = version;
  return result;
}
