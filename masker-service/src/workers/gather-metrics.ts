import type { Worker } from "node:cluster";
import { AggregatorRegistry } from "prom-client";
import type { MetricsOfOne, ToPrimary, ToWorker } from "./message.ts";

/** A worker that does not tell its metrics by then is left out; Prometheus itself waits for ten seconds. */
const PATIENCE_MILLISECONDS = 2000;

/** What the primary does with a message of a worker. */
export type HearWorker = (from: Worker, message: ToPrimary) => void;

/**
 * In the primary: answers a worker that wants the metrics of all. Each worker's carry its place as label `worker`, so that one
 * that is too big or too busy is not lost in a sum or a mean. `workers` tells those that serve, by place.
 */
export function gatherMetrics(workers: () => ReadonlyMap<number, Worker>): HearWorker {
  const rounds = new Map<number, (from: Worker, metrics: MetricsOfOne) => void>();
  let latest = 0;
  return (from, message) => {
    if (message.type === "metrics told") rounds.get(message.round)?.(from, message.metrics);
    else if (message.type === "metrics wanted")
      void gather().then((text) => send(from, { type: "metrics gathered", request: message.request, text }));
  };

  async function gather(): Promise<string> {
    const round = latest++;
    const asked = workers();
    const told = new Map<number, MetricsOfOne>();
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, PATIENCE_MILLISECONDS);
      rounds.set(round, (from, metrics) => {
        for (const [place, worker] of asked) if (worker === from) told.set(place, withPlace(metrics, place));
        if (told.size < asked.size) return;
        clearTimeout(timer);
        resolve();
      });
      for (const worker of asked.values()) send(worker, { type: "metrics asked", round });
    });
    rounds.delete(round);
    return AggregatorRegistry.aggregate([...told.values()]).metrics();
  }
}

function withPlace(metrics: MetricsOfOne, place: number): MetricsOfOne {
  return metrics.map((metric) => ({
    ...metric,
    values: metric.values.map((value) => ({ ...value, labels: { ...value.labels, worker: String(place) } })),
  }));
}

/** A worker that has just died hears nothing. */
function send(worker: Worker, message: ToWorker): void {
  if (worker.isConnected()) worker.send(message, () => {});
}
