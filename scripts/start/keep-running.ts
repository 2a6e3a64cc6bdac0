import { setTimeout as sleep } from "node:timers/promises";
import type { Child } from "./start-child.ts";

const RESTARTS = 5;
const WINDOW_MILLISECONDS = 60_000;
const PAUSE_MILLISECONDS = 500;

/** A part that is started again when it ends by itself. `failed` resolves once that does not help any more. */
export interface KeptRunning {
  readonly failed: Promise<string>;
  stop(): Promise<void>;
}

/**
 * Starts a part again whenever it ends without having been asked to, up to five times a minute; then gives up with its
 * last lines.
 */
export function keepRunning(first: Child, start: () => Promise<Child>, say: (line: string) => void): KeptRunning {
  let current = Promise.resolve(first);
  let isStopping = false;
  const deaths: number[] = [];
  return {
    failed: watch().catch((error: unknown) => `${first.name} cannot be started again: ${String(error)}`),
    async stop() {
      isStopping = true;
      await (await current).stop();
    },
  };

  async function watch(): Promise<string> {
    for (;;) {
      const child = await current;
      const how = await child.exited;
      deaths.push(performance.now());
      const isHopeless = deaths.filter((at) => performance.now() - at < WINDOW_MILLISECONDS).length > RESTARTS;
      if (isHopeless) return `${child.name} keeps ending (${how}):\n${await child.lastLines()}`;
      if (!isStopping) await sleep(PAUSE_MILLISECONDS);
      if (isStopping) return new Promise(() => {});
      say(`${child.name} ended (${how}); starting it again`);
      current = start();
    }
  }
}
