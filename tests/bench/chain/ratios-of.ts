import type { Pairs } from "./measure-pairs.ts";

/** Masked by alone, of each pair. */
export function ratiosOf({ maskedMs, aloneMs }: Pairs): readonly number[] {
  return maskedMs.map((each, at) => each / (aloneMs[at] ?? 1));
}
