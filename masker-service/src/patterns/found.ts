import type { Pattern } from "./schema.ts";

/** A place that a pattern claims. Several may claim the same characters. */
export interface Found {
  readonly start: number;
  readonly end: number;
  readonly pattern: Pattern;
}

/** Looks around an anchor that stands at [start, end) and adds what it finds. */
export type LookAround = (text: string, start: number, end: number, found: Found[]) => void;
