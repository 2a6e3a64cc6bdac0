import { setTimeout as sleep } from "node:timers/promises";
import { SetupError } from "../setup-error.ts";
import type { Child } from "./start-child.ts";

const POLL_MILLISECONDS = 100;

/** How to see that a part is ready, and how long to wait for it. */
export interface Readiness {
  readonly isReady: () => Promise<boolean>;
  readonly limitMilliseconds: number;
  readonly abort: AbortSignal;
}

/** Waits for a new child. Where it ends, takes too long or the wait is aborted, stops it and throws with its last lines. */
export async function untilReady(child: Child, readiness: Readiness): Promise<void> {
  try {
    await waitFor(child, readiness);
  } catch (error) {
    await child.stop();
    throw error;
  }
}

async function waitFor(child: Child, { isReady, limitMilliseconds, abort }: Readiness): Promise<void> {
  const begun = performance.now();
  while (!(await isReady())) {
    abort.throwIfAborted();
    if (child.hasExited) {
      throw new SetupError(`${child.name} ended at its start (${await child.exited}):\n${await child.lastLines()}`);
    }
    if (performance.now() - begun > limitMilliseconds) {
      const seconds = Math.round(limitMilliseconds / 1000);
      throw new SetupError(`${child.name} is not ready after ${seconds} s:\n${await child.lastLines()}`);
    }
    await sleep(POLL_MILLISECONDS);
  }
  abort.throwIfAborted();
}
