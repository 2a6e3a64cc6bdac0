import type { ScopeState } from "./scope-state.ts";
import type { ScriptReply } from "./script-reply.ts";
import type { StoreParts } from "./store-parts.ts";

/**
 * Takes in what every script's answer tells of the scope: removals and the server's replication id. Where either has
 * changed, what this process remembers of the scope may no longer hold and is dropped.
 */
export function noteState(parts: StoreParts, scope: ScopeState, reply: ScriptReply): void {
  const gone = reply.number();
  const replicationId = reply.text();
  const changed =
    (scope.gone !== undefined && scope.gone !== gone) ||
    (scope.replicationId !== undefined && scope.replicationId !== replicationId);
  scope.gone = gone;
  scope.replicationId = replicationId;
  if (changed) dropScope(parts, scope);
}

/** Forgets the scope's mappings and names in this process. The highest numbers seen stay. */
export function dropScope(parts: StoreParts, scope: ScopeState): void {
  parts.cache.drop(scope.tag);
  scope.names = undefined;
  scope.known = new Set();
  scope.version = 0;
  scope.era++;
}
