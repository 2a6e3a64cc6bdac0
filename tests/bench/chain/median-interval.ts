import { createRandom } from "./random.ts";

const RESAMPLES = 4_000;
const SEED = 20_260_101;

export interface MedianInterval {
  readonly median: number;
  /** The bootstrap 95 % interval of the median. */
  readonly low: number;
  readonly high: number;
}

/** The median of a sample, and how sure it is. */
export function medianInterval(sample: readonly number[]): MedianInterval {
  const random = createRandom(SEED);
  const medians = Array.from({ length: RESAMPLES }, () =>
    median(sample.map(() => sample[Math.floor(random() * sample.length)] ?? 0)),
  ).toSorted((a, b) => a - b);
  const at = (share: number): number => medians[Math.floor(share * (RESAMPLES - 1))] ?? 0;
  return { median: median(sample), low: at(0.025), high: at(0.975) };
}

export function median(sample: readonly number[]): number {
  const sorted = sample.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
