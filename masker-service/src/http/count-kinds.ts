import type { MaskedTexts } from "../mask/mask-texts.ts";
import { prefixOf } from "../token/prefix-of.ts";

/** How often each kind was masked. */
export function countKinds({ edits }: Pick<MaskedTexts, "edits">): Record<string, number> {
  return countBy(edits.flat(), ({ kind }) => kind);
}

/** How many distinct values of each kind stand behind placeholders, by the prefix that placeholders show. */
export function countPrefixes(placeholders: Iterable<string>): Record<string, number> {
  return countBy(new Set(placeholders), prefixOf);
}

/** How many items have each key. */
export function countBy<Item>(items: Iterable<Item>, keyOf: (item: Item) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) {
    const key = keyOf(item);
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}
