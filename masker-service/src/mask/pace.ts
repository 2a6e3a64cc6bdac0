import { scheduler } from "node:timers/promises";

const SLICE_MILLISECONDS = 5;

/** Lets other requests and streams run between the strings of a long one. Call it after each string. */
export function createPace(): () => Promise<void> | undefined {
  let begun = performance.now();
  return () => {
    if (performance.now() - begun < SLICE_MILLISECONDS) return undefined;
    return scheduler.yield().then(() => {
      begun = performance.now();
    });
  };
}
