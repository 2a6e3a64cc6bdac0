import { randomUUID } from "node:crypto";
import { allotPlaceholders } from "./allot-placeholders.ts";
import { checkReady } from "./check-ready.ts";
import { createConnection } from "./connection.ts";
import { parseEncryptionKey } from "./encryption-key.ts";
import { fetchNames } from "./fetch-names.ts";
import { createMappingCache } from "./mapping-cache.ts";
import { dropScope } from "./note-state.ts";
import { revealPlaceholders } from "./reveal-placeholders.ts";
import { CHANNEL } from "./scope-keys.ts";
import { createScopes, type ScopeState } from "./scope-state.ts";
import { countScope, deleteScope, forgetValue } from "./scope-admin.ts";
import type { StoreParts } from "./store-parts.ts";
import type { Store } from "./store.ts";
import { touchUsed } from "./touch-used.ts";

const MOST_SCOPES = 2000;
const LONGEST_LIFE_MILLISECONDS = 600_000;
const LONGEST_POLL_MILLISECONDS = 5000;

export interface RedisStoreOptions {
  readonly url: string;
  /** 32 bytes each, in base64 or hex, newest first: the first encrypts, all are looked up. */
  readonly encryptionKeys: readonly string[];
  /** Life of an original after its last use. */
  readonly ttlSeconds: number;
  readonly formatPlaceholder: StoreParts["formatPlaceholder"];
  /** Bounds of the memory of mappings. */
  readonly cacheMappings?: number;
  readonly cacheBytes?: number;
  /** A clock in milliseconds that never goes back. */
  readonly now?: () => number;
  readonly onEvent?: (event: StoreEvent) => void;
}

/** For metrics and logs. Nothing in it was, or could have been, masked. */
export type StoreEvent =
  | { readonly event: "store_up" }
  | { readonly event: "store_lost"; readonly message: string }
  | {
      readonly event: "store_round_trip";
      readonly operation: string;
      readonly milliseconds: number;
      readonly failed: boolean;
    };

/**
 * The store on Redis. Resolves after the first attempt to connect, successful or not: `ready` tells, and the store
 * comes up by itself. Rejects only with MaskerError `bad_config`.
 */
export async function createRedisStore(options: RedisStoreOptions): Promise<Store> {
  const { url, ttlSeconds, now = () => performance.now(), onEvent = () => undefined } = options;
  const keys = options.encryptionKeys.map(parseEncryptionKey);
  const life = Math.min(LONGEST_LIFE_MILLISECONDS, ttlSeconds * 100);
  const cache = createMappingCache({
    mostMappings: options.cacheMappings ?? 20_000,
    mostBytes: options.cacheBytes ?? 16 * 1024 * 1024,
    life,
    now,
  });
  const scopes = createScopes(keys, MOST_SCOPES, (tag) => cache.drop(tag));
  let lastReplicationId = "";
  const connection = await createConnection(async () => ({ url }), CHANNEL, {
    up: (replicationId) => {
      // Another server may lack what this one had confirmed; messages may have been missed.
      if (replicationId === "" || replicationId !== lastReplicationId) cache.clear();
      lastReplicationId = replicationId;
      for (const scope of scopes.all()) scope.names = undefined;
      onEvent({ event: "store_up" });
    },
    lost: ({ message }) => onEvent({ event: "store_lost", message }),
    message: (text) => onMessage(text),
  });
  const parts: StoreParts = {
    connection: {
      ...connection,
      run: async (script, keys, args) => {
        const start = performance.now();
        let failed = true;
        try {
          const reply = await connection.run(script, keys, args);
          failed = false;
          return reply;
        } finally {
          onEvent({ event: "store_round_trip", operation: script, milliseconds: performance.now() - start, failed });
        }
      },
    },
    scopes,
    cache,
    worker: randomUUID(),
    now,
    ttlMilliseconds: ttlSeconds * 1000,
    failoverGap: 0,
    formatPlaceholder: options.formatPlaceholder,
  };

  function onMessage(text: string): void {
    const [what, tag, sender, version] = text.split(" ");
    const scope = tag === undefined ? undefined : scopes.byTag(tag);
    if (scope === undefined) return;
    if (what === "gone") dropScope(parts, scope);
    if (what === "names" && sender !== parts.worker && scope.names !== undefined && Number(version) > scope.version) {
      void fetchNames(parts, scope).catch(() => {
        scope.names = undefined;
      });
    }
  }

  const touching = setInterval(
    () => {
      void touchUsed(parts).catch(() => undefined);
    },
    Math.min(LONGEST_POLL_MILLISECONDS, life / 4),
  ).unref();

  const use = (scope: string): ScopeState => {
    const state = scopes.get(scope);
    state.active = true;
    return state;
  };
  const mustBeUp = () => {
    const down = connection.down();
    if (down !== undefined) throw down;
  };

  return {
    allot: async (scope, wanted) => {
      mustBeUp();
      return allotPlaceholders(parts, use(scope), wanted);
    },
    reveal: async (scope, placeholders) => revealPlaceholders(parts, use(scope), placeholders),
    names: async (scope) => {
      mustBeUp();
      const state = use(scope);
      return state.fetching ?? state.names ?? fetchNames(parts, state);
    },
    forgetValue: async (scope, value) => forgetValue(parts, use(scope), value),
    deleteScope: async (scope) => deleteScope(parts, use(scope)),
    statistics: async (scope) => countScope(parts, use(scope)),
    ready: () => checkReady(connection),
    close: async () => {
      clearInterval(touching);
      connection.close();
    },
  };
}
