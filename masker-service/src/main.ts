import cluster from "node:cluster";
import { readConfig } from "./config.ts";
import { MaskerError } from "./errors.ts";
import { createLog, describeError } from "./log.ts";

await main().catch((error: unknown) => {
  process.stderr.write(
    `masker: ${error instanceof MaskerError ? error.message : JSON.stringify(describeError(error))}\n`,
  );
  process.exit(1); // the store's connection would keep it alive
});

/** One process serves by itself; of several, the first only keeps the others running, and loads no more than it needs for that. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog(config.logLevel);
  if (cluster.isPrimary && config.workers > 1) {
    const { runWorkers } = await import("./workers/run-workers.ts");
    const { workers: count, limits } = config;
    await runWorkers({ count, hasRate: limits.perMinute > 0 }, log, untilSignalled());
  } else {
    const { serve } = await import("./serve.ts");
    await serve(config, log, untilSignalled());
    cluster.worker?.disconnect();
  }
}

/**
 * Resolves on the first signal; a second one ends the process at once, also as the first of a container, which no signal ends by
 * itself. But a worker hears one Ctrl-C twice: from the terminal, and from its primary, with which it ends.
 */
function untilSignalled(): Promise<void> {
  return new Promise((resolve) => {
    let isStopping = false;
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.on(signal, () => {
        if (isStopping && !cluster.isWorker) process.exit(1);
        isStopping = true;
        resolve();
      });
    }
  });
}
