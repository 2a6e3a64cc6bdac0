import type { Connection } from "./connection.ts";
import type { MappingCache } from "./mapping-cache.ts";
import type { Scopes } from "./scope-state.ts";

/** What the store's operations work with. */
export interface StoreParts {
  readonly connection: Connection;
  readonly scopes: Scopes;
  readonly cache: MappingCache;
  /** Tells this process' own messages from those of others. */
  readonly worker: string;
  readonly now: () => number;
  readonly ttlMilliseconds: number;
  readonly formatPlaceholder: (prefix: string, number: number) => string;
}
