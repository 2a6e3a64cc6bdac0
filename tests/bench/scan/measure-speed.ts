import { median } from "../chain/median-interval.ts";

const ROUNDS = 9;
const WARM_UP_MILLISECONDS = 400;
const ROUND_MILLISECONDS = 40;

/**
 * The median speed of each function over `text`, in MB of UTF-8 a second, the functions taking turns. By the processor
 * time of this thread and not by the clock, so that what else the machine does does not count.
 */
export function measureSpeed(functions: readonly (() => unknown)[], text: string): number[] {
  const megabytes = Buffer.byteLength(text) / 1e6;
  const repeats = functions.map(warmUp);
  const seconds: number[][] = functions.map(() => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, one] of functions.entries()) seconds[index]?.push(readCpuSeconds(one, repeats[index] ?? 1));
  }
  return seconds.map((all) => megabytes / median(all));
}

/** Answers how often the function must run for a measurement: the processor's clock ticks in milliseconds. */
function warmUp(one: () => unknown): number {
  const begun = performance.now();
  let calls = 0;
  for (; performance.now() - begun < WARM_UP_MILLISECONDS; calls++) one();
  return Math.ceil((calls * ROUND_MILLISECONDS) / WARM_UP_MILLISECONDS);
}

/** Seconds of processor time for one call. */
function readCpuSeconds(one: () => unknown, repeats: number): number {
  const before = process.threadCpuUsage();
  for (let call = 0; call < repeats; call++) one();
  const { user, system } = process.threadCpuUsage(before);
  return Math.max(1, user + system) / 1e6 / repeats;
}
