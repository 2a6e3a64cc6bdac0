import { refuseCall, type Guard } from "./guard.ts";

/** What restoring one answer or stream has done. */
export interface Tally {
  /** Placeholders swapped for their originals. */
  restored: number;
  /** Canonical placeholders that the request did not hold, each once; they stay as they were written. */
  readonly unknown: Set<string>;
}

/** Placeholder → original, undefined if the request does not hold it; either is counted. */
export type Reveal = (placeholder: string) => string | undefined;

export interface RevealOptions {
  /** Placeholder, canonical → original: those of this request, no others. */
  readonly originals: ReadonlyMap<string, string>;
  readonly guard?: Guard | undefined;
  /** Called at every sight of a placeholder that `originals` does not have. */
  readonly onUnknown?: ((placeholder: string) => void) | undefined;
}

export interface Reveals {
  readonly inText: Reveal;
  /** For what a tool will be called with. Throws MaskerError `refused` for an unknown placeholder if the guard blocks. */
  readonly inCall: Reveal;
  readonly tally: Tally;
}

export function createReveals({ originals, guard = "warn", onUnknown }: RevealOptions): Reveals {
  const tally: Tally = { restored: 0, unknown: new Set() };

  function inText(placeholder: string): string | undefined {
    const original = originals.get(placeholder);
    if (original === undefined) {
      tally.unknown.add(placeholder);
      onUnknown?.(placeholder);
    } else tally.restored++;
    return original;
  }

  function inCall(placeholder: string): string | undefined {
    const original = inText(placeholder);
    if (original === undefined && guard === "block") throw refuseCall(placeholder);
    return original;
  }

  return { inText, inCall, tally };
}
