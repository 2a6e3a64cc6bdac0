import type { Name } from "../patterns/span.ts";

/** One value that needs a placeholder. Identity is (scope, prefix, value). */
export interface Wanted {
  readonly prefix: string;
  readonly kind: string;
  readonly value: string;
  /** True for a learned name: later requests of the scope look for it without its context. */
  readonly learned?: boolean;
}

/** The names that a scope has learned; `version` grows when one is added. */
export interface ScopeNames {
  readonly version: number;
  readonly names: readonly Name[];
}

/** Placeholder ↔ original, per scope. Every method rejects with MaskerError `store_down` if Redis is out of reach. */
export interface Store {
  /** Placeholders in the order asked for; resolves only when each mapping is confirmed stored. At most one round trip. */
  allot(scope: string, wanted: readonly Wanted[]): Promise<readonly string[]>;
  /** Placeholder → original. One that was never issued, or has expired, is absent. At most one round trip. */
  reveal(scope: string, placeholders: Iterable<string>): Promise<ReadonlyMap<string, string>>;
  /** What the scope has learned so far, from memory; a round trip only when the scope is new to this process. */
  names(scope: string): Promise<ScopeNames>;
  /** Rejects with what is wrong and the cure; resolves when a write would work. */
  ready(): Promise<void>;
  close(): Promise<void>;
}
