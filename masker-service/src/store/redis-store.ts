import { randomUUID } from "node:crypto";
import { allotPlaceholders } from "./allot-placeholders.ts";
import { checkReady } from "./check-ready.ts";
import { KEYS_CHANGED } from "./claim-key.ts";
import { parseEncryptionKey } from "./encryption-key.ts";
import { fetchNames } from "./fetch-names.ts";
import { hearMessage } from "./hear-message.ts";
import { createKeyCheck } from "./key-check.ts";
import { createMappingCache } from "./mapping-cache.ts";
import { openConnection } from "./open-connection.ts";
import { revealPlaceholders } from "./reveal-placeholders.ts";
import { countScope, deleteScope, forgetValue } from "./scope-admin.ts";
import { createScopes, type ScopeState } from "./scope-state.ts";
import type { StoreEvent } from "./store-event.ts";
import type { StoreParts } from "./store-parts.ts";
import type { Store } from "./store.ts";
import { createThoughtStore } from "./thoughts.ts";
import { startTouching } from "./touch-used.ts";

const MOST_SCOPES = 2000;
const MOST_MAPPINGS = 20_000;
const MOST_BYTES = 16 * 1024 * 1024;
/** A mapping in memory is asked for again after a tenth of its life in Redis, at most ten minutes. */
const LIFE_SHARE = 0.1;
const LONGEST_LIFE_MILLISECONDS = 600_000;

export interface RedisStoreOptions {
  readonly url: string;
  /** 32 bytes each, in base64 or hex, newest first: the first encrypts, all are looked up. */
  readonly encryptionKeys: readonly string[];
  /** Life of an original after its last use. */
  readonly ttlSeconds: number;
  readonly formatPlaceholder: (prefix: string, number: number) => string;
  /** Bounds of the memory of mappings. */
  readonly cacheMappings?: number;
  readonly cacheBytes?: number;
  /** How long a command may take before it fails with `store_down`. */
  readonly deadlineMilliseconds?: number;
  /** A clock in milliseconds that never goes back. */
  readonly now?: () => number;
  readonly onEvent?: (event: StoreEvent) => void;
}

/**
 * The store on Redis. Resolves after the first attempt to connect, successful or not: `ready` tells, and the store
 * comes up by itself. Rejects only with MaskerError `bad_config`.
 */
export async function createRedisStore(options: RedisStoreOptions): Promise<Store> {
  const { url, ttlSeconds, now = () => performance.now(), onEvent = () => undefined } = options;
  const life = Math.min(LONGEST_LIFE_MILLISECONDS, ttlSeconds * 1000 * LIFE_SHARE);
  const { cacheMappings: mostMappings = MOST_MAPPINGS, cacheBytes: mostBytes = MOST_BYTES } = options;
  const cache = createMappingCache({ mostMappings, mostBytes, life, now });
  const keys = options.encryptionKeys.map(parseEncryptionKey);
  const scopes = createScopes(keys, MOST_SCOPES, (tag) => cache.drop(tag));
  const connection = openConnection(
    url,
    {
      up: (server) => {
        // Another server may lack what this one had confirmed, and messages may have been missed.
        if (server === "other") cache.clear();
        for (const scope of scopes.all()) scope.isStale = true;
        keyCheck.renew();
        onEvent({ event: "store_up" });
      },
      lost: ({ message }) => onEvent({ event: "store_lost", message }),
      message: (text) => (text === KEYS_CHANGED ? keyCheck.renew() : hearMessage(parts, text)),
      unconfirmed: () => onEvent({ event: "store_unconfirmed" }),
      answered: (operation, milliseconds, failed) => {
        onEvent({ event: "store_round_trip", operation, milliseconds, failed });
      },
    },
    options.deadlineMilliseconds,
  );
  const keyCheck = createKeyCheck(connection, keys);
  const parts: StoreParts = {
    connection: keyCheck.checked,
    recheckKeys: () => keyCheck.recheck(),
    scopes,
    cache,
    worker: randomUUID(),
    now,
    ttlMilliseconds: ttlSeconds * 1000,
    formatPlaceholder: options.formatPlaceholder,
  };
  await connection.attempted;
  const stopTouching = startTouching(parts, life);

  const use = (name: string): ScopeState => {
    const scope = scopes.get(name);
    scope.active = true;
    return scope;
  };
  /** Fails closed where memory alone could answer: while Redis is away nothing new is masked. */
  const useWhileUp = (name: string): ScopeState => {
    const scope = use(name);
    const down = connection.down(scope.keys.hashes);
    if (down !== undefined) throw down;
    return scope;
  };
  return {
    ...createThoughtStore(keyCheck.checked, keys, parts.ttlMilliseconds),
    allot: async (scope, wanted) => allotPlaceholders(parts, useWhileUp(scope), wanted),
    reveal: async (scope, placeholders) => revealPlaceholders(parts, use(scope), placeholders),
    names: async (name) => {
      const scope = useWhileUp(name);
      return scope.names === undefined || scope.isStale ? fetchNames(parts, scope) : (scope.fetching ?? scope.names);
    },
    forgetValue: async (scope, value) => forgetValue(parts, use(scope), value),
    deleteScope: async (scope) => deleteScope(parts, use(scope)),
    statistics: async (scope) => countScope(parts, use(scope)),
    ready: () => checkReady(connection, keys),
    close: async () => {
      stopTouching();
      connection.close();
    },
  };
}
