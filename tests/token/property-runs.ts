import { randomInt } from "node:crypto";

export interface PropertyRuns {
  readonly numRuns: number;
  readonly interruptAfterTimeLimit?: number;
  readonly seed?: number;
}

/**
 * How long a property is tried: a number of runs, or as many seconds as MASKER_FUZZ_SECONDS says, which `npm run fuzz`
 * sets. The seed is printed then, also of a property that holds; MASKER_FUZZ_SEED repeats one. Else fast-check prints
 * that of a failure.
 */
export function propertyRuns(numRuns: number): PropertyRuns {
  const seconds = Number(process.env["MASKER_FUZZ_SECONDS"] ?? 0);
  if (!(seconds > 0)) return { numRuns };
  const seed = Number(process.env["MASKER_FUZZ_SEED"] ?? randomInt(2 ** 31));
  console.log(`seed ${seed}`);
  return { numRuns: Number.MAX_SAFE_INTEGER, interruptAfterTimeLimit: seconds * 1000, seed };
}
