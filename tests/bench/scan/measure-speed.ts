import { median } from "../chain/median-interval.ts";

const ROUNDS = 9;
const WARM_UP_MILLISECONDS = 600;

/**
 * The median speed of each function over `text`, in MB of UTF-8 a second, the functions taking turns. By the processor
 * time of this thread and not by the clock, so that what else the machine does does not count.
 */
export function measureSpeed(functions: readonly (() => unknown)[], text: string): number[] {
  const megabytes = Buffer.byteLength(text) / 1e6;
  for (const one of functions) warmUp(one);
  const seconds: number[][] = functions.map(() => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, one] of functions.entries()) seconds[index]?.push(readCpuSeconds(one));
  }
  return seconds.map((all) => megabytes / median(all));
}

function warmUp(one: () => unknown): void {
  const begun = performance.now();
  do one();
  while (performance.now() - begun < WARM_UP_MILLISECONDS);
}

function readCpuSeconds(one: () => unknown): number {
  const before = process.threadCpuUsage();
  one();
  const { user, system } = process.threadCpuUsage(before);
  return Math.max(1, user + system) / 1e6;
}
