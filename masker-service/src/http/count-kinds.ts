import { prefixOf } from "../token/prefix-of.ts";

/** How many distinct values of each kind stand behind placeholders, by the prefix that placeholders show. */
export function countKinds(placeholders: Iterable<string>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const placeholder of new Set(placeholders)) {
    const prefix = prefixOf(placeholder);
    counts[prefix] = (counts[prefix] ?? 0) + 1;
  }
  return counts;
}
