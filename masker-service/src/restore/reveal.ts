/** What restoring one answer or stream has done. */
export interface Tally {
  /** Placeholders swapped for their originals. */
  restored: number;
  /** Canonical placeholders that the request did not hold, each once; they stay as they were written. */
  readonly unknown: Set<string>;
}

/** Placeholder → original, undefined if the request does not hold it; either is counted. */
export type Reveal = (placeholder: string) => string | undefined;

/** @param onUnknown is called at every sight of a placeholder that `originals` does not have */
export function createReveal(
  originals: ReadonlyMap<string, string>,
  tally: Tally,
  onUnknown?: (placeholder: string) => void,
): Reveal {
  return (placeholder) => {
    const original = originals.get(placeholder);
    if (original === undefined) {
      tally.unknown.add(placeholder);
      onUnknown?.(placeholder);
    } else tally.restored++;
    return original;
  };
}
