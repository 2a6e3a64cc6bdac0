import type { Metrics } from "../metrics.ts";
import type { CacheUsage } from "../restore/cache-usage.ts";

/** Adds what a provider reported of its prompt cache to the metrics. */
export function countCache(metrics: Metrics, api: string, { read, written }: Readonly<CacheUsage>): void {
  metrics.cacheTokens.inc({ api, direction: "read" }, read);
  metrics.cacheTokens.inc({ api, direction: "written" }, written);
}
