import type { Name } from "../patterns/span.ts";

/** One value that needs a placeholder. Identity is (scope, prefix, value). */
export interface Wanted {
  /** Without ':', '|' and '#'. */
  readonly prefix: string;
  readonly kind: string;
  readonly value: string;
  /** True for a learned name: later requests of the scope look for it without its context. */
  readonly learned?: boolean;
}

/** The names that a scope has learned; `version` grows, within this process, whenever they change. */
export interface ScopeNames {
  readonly version: number;
  readonly names: readonly Name[];
}

/** A scope in numbers, without a value. */
export interface ScopeStatistics {
  /** Mappings that a value still leads to. */
  readonly mappings: number;
  readonly names: number;
  /** By prefix: the highest number given, and how many originals have not expired. */
  readonly prefixes: Readonly<Record<string, { readonly highest: number; readonly live: number }>>;
}

/** Placeholder ↔ original, per scope. Every method rejects with MaskerError `store_down` if Redis is out of reach. */
export interface Store {
  /**
   * Placeholders in the order asked for; numbers are given in that order, too. Resolves only when each mapping is
   * confirmed stored. No round trip if all are known here, else one per 250 values.
   */
  allot(scope: string, wanted: readonly Wanted[]): Promise<readonly string[]>;
  /**
   * Placeholder → original. One that was never issued, or has expired, is absent. No round trip for those known here,
   * so that an answer under way is restored even while Redis is away; else one per 500.
   */
  reveal(scope: string, placeholders: Iterable<string>): Promise<ReadonlyMap<string, string>>;
  /** What the scope has learned so far, from memory; a round trip only when the scope is new to this process. */
  names(scope: string): Promise<ScopeNames>;
  /** Notes the digests of texts that a model behind this gateway has thought. */
  noteThoughts(digests: readonly string[]): Promise<void>;
  /** Whether all of them were noted, and not longer ago than an original lives after its last use. */
  knowsThoughts(digests: readonly string[]): Promise<boolean>;
  /** Forgets one value under every prefix; its numbers are never given again. Resolves to how many mappings went. */
  forgetValue(scope: string, value: string): Promise<number>;
  /** Forgets all values of a scope; its numbers are never given again. Resolves to how many originals went. */
  deleteScope(scope: string): Promise<number>;
  statistics(scope: string): Promise<ScopeStatistics>;
  /** Rejects with what is wrong and the cure; resolves when a write would work. */
  ready(): Promise<void>;
  close(): Promise<void>;
}
