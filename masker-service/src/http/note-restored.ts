import type { CacheUsage } from "../restore/cache-usage.ts";
import type { Parts } from "./parts.ts";

interface Restored {
  readonly restored: number;
  /** Distinct placeholders that stand for nothing known. */
  readonly unknown: number;
  /** What the provider reported of its prompt cache. */
  readonly cache: Readonly<CacheUsage>;
}

/** The one line of the log about a restored answer, and its metrics. */
export function noteRestored(
  { metrics, log }: Parts,
  event: Readonly<Record<string, unknown>> & { readonly api: string },
  { restored, unknown, cache }: Restored,
): void {
  const { api } = event;
  metrics.restored.inc(restored);
  metrics.unknown.inc(unknown);
  metrics.cacheTokens.inc({ api, direction: "read" }, cache.read);
  metrics.cacheTokens.inc({ api, direction: "written" }, cache.written);
  log.info("restored", { ...event, event: "restored", restored, unknown });
}
