import cluster, { type Worker } from "node:cluster";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { MaskerError } from "../errors.ts";
import type { Log } from "../log.ts";
import { gatherMetrics } from "./gather-metrics.ts";
import type { ToPrimary } from "./message.ts";

const PAUSE_MILLISECONDS = 500;

/**
 * Keeps `count` processes that share one port until `stopped` resolves, and starts a new one in the place of each that ends. The first
 * starts alone: where it cannot serve (a port that is taken, patterns that cannot be read), none could, and MaskerError is thrown.
 */
export async function runWorkers(
  { count, hasRate }: { readonly count: number; readonly hasRate: boolean },
  log: Log,
  stopped: Promise<void>,
): Promise<void> {
  const running = new Map<number, Worker>();
  const serving = new Map<number, Worker>();
  let isStopping = false;
  const hear = gatherMetrics(() => serving);
  cluster.on("message", (from, message: ToPrimary) => hear(from, message));
  if (hasRate) await countRates();

  const first = start(1);
  const hasBegun = await Promise.race([
    once(first, "listening").then(() => true),
    once(first, "exit").then(() => false),
    stopped.then(() => true),
  ]);
  if (!hasBegun)
    throw new MaskerError("bad_config", "the first worker ended before it listened; its own line says why");
  const all = [keep(1, first)];
  for (let place = 2; place <= count; place++) all.push(keep(place, start(place)));
  await stopped;
  isStopping = true;
  for (const worker of running.values()) worker.process.kill("SIGTERM");
  await Promise.all(all);

  function start(place: number): Worker {
    const worker = cluster.fork();
    running.set(place, worker);
    worker.once("listening", () => serving.set(place, worker));
    worker.once("exit", () => {
      running.delete(place);
      serving.delete(place);
    });
    return worker;
  }

  async function keep(place: number, started: Worker): Promise<void> {
    for (let worker = started; ; worker = start(place)) {
      const [code, signal] = (await once(worker, "exit")) as [number | null, string | null];
      if (isStopping) return;
      const how = { worker: place, pid: worker.process.pid, how: signal ?? `exit code ${code}` };
      log.error("worker ended", { event: "worker ended", ...how });
      await Promise.race([sleep(PAUSE_MILLISECONDS), stopped]);
      if (isStopping) return;
    }
  }
}

/** The primary counts for all workers, which ask it over their channels. */
async function countRates(): Promise<void> {
  const { RateLimiterClusterMaster } = await import("rate-limiter-flexible");
  void new RateLimiterClusterMaster();
}
