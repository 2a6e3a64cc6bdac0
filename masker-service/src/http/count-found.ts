import type { MaskedTexts } from "../mask/mask-texts.ts";
import type { Metrics } from "../metrics.ts";

/** Adds what was found to the metrics; returns the count per kind, for the log. */
export function countFound(metrics: Metrics, masked: MaskedTexts): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind } of masked.edits.flat()) counts[kind] = (counts[kind] ?? 0) + 1;
  addCounts(metrics, counts, masked.learned);
  return counts;
}

export function addCounts(metrics: Metrics, counts: Readonly<Record<string, number>>, learned: number): void {
  for (const [kind, count] of Object.entries(counts)) metrics.found.inc({ kind }, count);
  metrics.learned.inc(learned);
}
