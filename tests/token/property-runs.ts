/**
 * How long a property is tried: a number of runs, or as many seconds as MASKER_FUZZ_SECONDS says. fast-check prints
 * the seed of a failure.
 */
export function propertyRuns(numRuns: number): { numRuns: number; interruptAfterTimeLimit?: number } {
  const seconds = Number(process.env["MASKER_FUZZ_SECONDS"] ?? 0);
  if (!(seconds > 0)) return { numRuns };
  return { numRuns: Number.MAX_SAFE_INTEGER, interruptAfterTimeLimit: seconds * 1000 };
}
