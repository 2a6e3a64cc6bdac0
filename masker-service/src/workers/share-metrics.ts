import type { Registry } from "prom-client";
import type { ToPrimary, ToWorker } from "./message.ts";

/** In a worker: tells the primary this worker's metrics when asked, and asks it for those of all, in Prometheus's text format. */
export function shareMetrics(registry: Registry): () => Promise<string> {
  const waiting = new Map<number, (text: string) => void>();
  let requests = 0;
  process.on("message", (message: ToWorker) => {
    if (message.type === "metrics gathered") {
      waiting.get(message.request)?.(message.text);
      waiting.delete(message.request);
    } else if (message.type === "metrics asked") {
      void registry.getMetricsAsJSON().then((metrics) => send({ type: "metrics told", round: message.round, metrics }));
    }
  });
  return () =>
    new Promise((resolve) => {
      const request = requests++;
      waiting.set(request, resolve);
      send({ type: "metrics wanted", request });
    });
}

function send(message: ToPrimary): void {
  process.send?.(message);
}
