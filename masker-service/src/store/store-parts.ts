import type { Connection } from "./connection.ts";
import type { MappingCache } from "./mapping-cache.ts";
import type { Scopes } from "./scope-state.ts";

/** What the store's operations work with. */
export interface StoreParts {
  /** Runs nothing while mappings in Redis are under a key that this worker does not know. */
  readonly connection: Connection;
  /** Asks whether that is so, in the background: what told of it may be lost. */
  readonly recheckKeys: () => Promise<void>;
  readonly scopes: Scopes;
  readonly cache: MappingCache;
  /** Tells this process' own messages from those of others. */
  readonly worker: string;
  readonly now: () => number;
  readonly ttlMilliseconds: number;
  readonly formatPlaceholder: (prefix: string, number: number) => string;
}
