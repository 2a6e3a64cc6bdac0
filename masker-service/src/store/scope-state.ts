import type { Name } from "../patterns/span.ts";
import type { EncryptionKey } from "./encryption-key.ts";
import { createScopeCipher, type ScopeCipher } from "./scope-cipher.ts";
import { scopeKeys, type ScopeKeys } from "./scope-keys.ts";
import { scopeTag } from "./scope-tag.ts";
import type { ScopeNames } from "./store.ts";

/** What this process knows of one scope beside its mappings. */
export interface ScopeState {
  readonly tag: string;
  readonly keys: ScopeKeys;
  readonly cipher: ScopeCipher;
  /** Highest number seen per prefix; sent with every allotment, so that a number lost by Redis is not given again. */
  readonly seen: Map<string, number>;
  /** Redis' count of names up to which `names` are complete. */
  version: number;
  /** What Redis said last: removals, replication id. */
  gone: number | undefined;
  replicationId: string | undefined;
  /** Counts how often what is remembered was dropped, so that a reader in between can tell. */
  era: number;
  /** Undefined until fetched, and after something was forgotten. */
  names: ScopeNames | undefined;
  /** Something may have been missed, or expired: `names` wait for a fetch of all. */
  isStale: boolean;
  namesFetchedAt: number;
  /** The names as identities, to tell in O(1) whether one is known. */
  known: ReadonlySet<string>;
  /** Names are being fetched. */
  fetching: Promise<ScopeNames> | undefined;
  /** Used since the last touch. */
  active: boolean;
}

export interface Scopes {
  get(scope: string): ScopeState;
  byTag(tag: string): ScopeState | undefined;
  all(): Iterable<ScopeState>;
}

/** The scopes that this process has met, least recently used out first. */
export function createScopes(keys: readonly EncryptionKey[], most: number, onDrop: (tag: string) => void): Scopes {
  const states = new Map<string, ScopeState>();
  return {
    get: (scope) => {
      const tag = scopeTag(scope);
      const state = states.get(tag) ?? createScopeState(keys, tag);
      states.delete(tag);
      states.set(tag, state);
      const oldest = states.keys().next();
      if (states.size > most && !oldest.done) {
        states.delete(oldest.value);
        onDrop(oldest.value);
      }
      return state;
    },
    byTag: (tag) => states.get(tag),
    all: () => states.values(),
  };
}

/** Identity of a name or value within its scope. */
export function identify({ prefix, value }: Pick<Name, "prefix" | "value">): string {
  return `${prefix} ${value}`;
}

/** A number that this process has seen is never given again, whatever Redis forgets. */
export function noteNumber(scope: ScopeState, prefix: string, number: number): void {
  scope.seen.set(prefix, Math.max(number, scope.seen.get(prefix) ?? 0));
}

function createScopeState(keys: readonly EncryptionKey[], tag: string): ScopeState {
  return {
    tag,
    keys: scopeKeys(tag),
    cipher: createScopeCipher(keys, tag),
    seen: new Map(),
    version: 0,
    gone: undefined,
    replicationId: undefined,
    era: 0,
    names: undefined,
    isStale: false,
    namesFetchedAt: 0,
    known: new Set(),
    fetching: undefined,
    active: true,
  };
}
