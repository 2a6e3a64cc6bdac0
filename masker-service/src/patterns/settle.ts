import type { Found } from "./found.ts";

/** Chooses among claims on the same characters: the longest, then the one with more priority. Sorted by place. */
export function settle(found: readonly Found[]): Found[] {
  const byPlace = found.toSorted(
    (a, b) => a.start - b.start || b.end - a.end || b.pattern.priority - a.pattern.priority,
  );
  const kept: Found[] = [];
  for (const claim of byPlace) {
    const last = kept.at(-1);
    if (last === undefined || claim.start >= last.end) kept.push(claim);
    else if (claim.end > last.end && claim.end - claim.start > last.end - last.start) kept[kept.length - 1] = claim;
  }
  return kept;
}
