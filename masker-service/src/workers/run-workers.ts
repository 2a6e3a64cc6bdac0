import cluster, { type Worker } from "node:cluster";
import { setTimeout as sleep } from "node:timers/promises";
import { MaskerError } from "../errors.ts";
import type { Log } from "../log.ts";
import { gatherMetrics } from "./gather-metrics.ts";
import type { ToPrimary } from "./message.ts";

const PAUSE_MILLISECONDS = 500;

interface RunningWorker {
  readonly worker: Worker;
  /** Resolves with a word on how. */
  readonly ended: Promise<string>;
}

/**
 * Keeps `count` processes that share one port until `stopped` resolves, and starts a new one in the place of each that ends. The first
 * starts alone: where it cannot serve (a port that is taken, patterns that cannot be read), none could, and MaskerError is thrown.
 */
export async function runWorkers(
  { count, hasRate }: { readonly count: number; readonly hasRate: boolean },
  log: Log,
  stopped: Promise<void>,
): Promise<void> {
  const running = new Map<number, RunningWorker>();
  const serving = new Map<number, Worker>();
  let isStopping = false;
  const hear = gatherMetrics(() => serving);
  cluster.on("message", (from, message: ToPrimary) => hear(from, message));
  if (hasRate) await countRates();

  const first = start(1);
  const hasBegun = await Promise.race([
    new Promise((resolve) => first.worker.once("listening", resolve)).then(() => true),
    first.ended.then(() => false),
    stopped.then(() => true),
  ]);
  if (!hasBegun)
    throw new MaskerError("bad_config", "the first worker ended before it listened; its own line says why");
  const all = [keep(1, first)];
  for (let place = 2; place <= count; place++) all.push(keep(place, start(place)));
  await stopped;
  isStopping = true;
  for (const { worker } of running.values()) worker.process.kill("SIGTERM");
  await Promise.all(all);

  function start(place: number): RunningWorker {
    const worker = cluster.fork();
    const ended = endOf(worker).finally(() => {
      running.delete(place);
      serving.delete(place);
    });
    worker.once("listening", () => serving.set(place, worker));
    running.set(place, { worker, ended });
    return { worker, ended };
  }

  async function keep(place: number, started: RunningWorker): Promise<void> {
    for (let { worker, ended } = started; ; { worker, ended } = start(place)) {
      const how = await ended;
      if (isStopping) return;
      log.error("worker ended", { event: "worker ended", worker: place, pid: worker.process.pid, how });
      await Promise.race([sleep(PAUSE_MILLISECONDS), stopped]);
      if (isStopping) return;
    }
  }
}

/**
 * How it ended. An 'error' is no end where its 'exit' follows: a message to a worker that has just died, as the package that limits
 * rates sends its answers, is one, and without a listener would end the primary. One that could not be started has no 'exit'.
 */
function endOf(worker: Worker): Promise<string> {
  return new Promise((resolve) => {
    worker.once("exit", (code: number | null, signal: string | null) => resolve(signal ?? `exit code ${code}`));
    worker.on("error", (error) => {
      if (worker.process.pid === undefined) resolve(error.message);
    });
  });
}

/** The primary counts for all workers, which ask it over their channels. */
async function countRates(): Promise<void> {
  const { RateLimiterClusterMaster } = await import("rate-limiter-flexible");
  void new RateLimiterClusterMaster();
}
