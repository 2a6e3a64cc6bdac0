import type { Line } from "./column.ts";
import type { Run, Value } from "./key-value.ts";
import type { Pattern } from "./schema.ts";

/** A place that a pattern claims. Several may claim the same characters. */
export interface Found {
  readonly start: number;
  readonly end: number;
  readonly pattern: Pattern;
}

/** What one walk over a text has come upon so far. */
export interface Finds {
  readonly found: Found[];
  /** Section → the offset where it closes; see section.ts. */
  readonly sections: Map<string, number>;
  readonly run: Run;
  /** The key read last, and what it led to. */
  readonly read: { start: number; end: number; isOption: boolean; value: Value | undefined };
  readonly line: Line;
}

/** Looks around an anchor that stands at [start, end) and adds what it finds; says whether the anchor means something there. */
export type LookAround = (text: string, start: number, end: number, finds: Finds) => boolean;
