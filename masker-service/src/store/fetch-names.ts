import type { Name } from "../patterns/span.ts";
import { dropNames, noteState } from "./note-state.ts";
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

/** The same where nobody waits; what fails is made up for by the next request. */
export function fetchNamesSoon(parts: StoreParts, scope: ScopeState): void {
  fetchNames(parts, scope).catch(() => dropNames(scope));
}

/** Adds names to those in memory; `version` is Redis' count up to which they are then complete. */
export function addNames(scope: ScopeState, added: readonly Name[], version: number): ScopeNames {
  const fresh = added.filter((name) => !scope.known.has(identify(name)));
  if (scope.names === undefined || fresh.length > 0) {
    scope.known = new Set([...scope.known, ...fresh.map(identify)]);
    scope.names = { version: ++revision, names: [...(scope.names?.names ?? []), ...fresh] };
  }
  scope.version = version;
  return scope.names;
}

async function fetchOnce(parts: StoreParts, scope: ScopeState): Promise<ScopeNames> {
  const from = scope.names === undefined ? 0 : scope.version;
  const answer = await parts.connection.run(
    "names",
    [scope.keys.counters, scope.keys.names],
    [scope.keys.originals, from.toString()],
  );
  const reply = readScriptReply("names", answer);
  const version = reply.number();
  noteState(parts, scope, reply);
  // What was in memory went meanwhile, so an addition to it is not the whole.
  if (from > 0 && (scope.names === undefined || version < from)) {
    dropNames(scope);
    return fetchOnce(parts, scope);
  }
  const added: Name[] = [];
  while (!reply.done) {
    const prefix = reply.text().replace(/:\d+$/, "");
    const sealed = reply.bytesOrNull();
    if (sealed !== null) added.push({ prefix, ...scope.cipher.openOriginal(prefix, sealed) });
  }
  return addNames(scope, added, version);
}
