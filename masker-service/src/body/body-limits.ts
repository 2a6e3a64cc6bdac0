import { MaskerError } from "../errors.ts";

/** Of one body, and of each JSON text in its strings. */
export interface BodyLimits {
  readonly strings: number;
  readonly depth: number;
}

export const UNLIMITED: BodyLimits = { strings: Infinity, depth: Infinity };

export function tooManyStrings({ strings }: BodyLimits): MaskerError {
  return new MaskerError("too_large", `body: over ${strings} strings and keys; send less, or raise MASKER_MAX_STRINGS`);
}

export function tooDeep({ depth }: BodyLimits): MaskerError {
  return new MaskerError("too_large", `body: nested over ${depth} levels; send less depth, or raise MASKER_MAX_DEPTH`);
}
