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
  /** Whether the request wants JSON for an answer: then its text is restored as such. */
  readonly isJson?: boolean;
  /** Called at every sight of a placeholder that a tool is to be called with and `originals` does not have. */
  readonly onUnissued?: ((placeholder: string) => void) | undefined;
}

export interface Reveals {
  readonly inText: Reveal;
  /** For what a tool will be called with. Throws MaskerError `blocked` for an unknown placeholder if the guard blocks. */
  readonly inCall: Reveal;
  readonly isJson: boolean;
  readonly tally: Tally;
}

export function createReveals({ originals, guard = "warn", isJson = false, onUnissued }: RevealOptions): Reveals {
  const tally: Tally = { restored: 0, unknown: new Set() };

  function inText(placeholder: string): string | undefined {
    const original = originals.get(placeholder);
    if (original === undefined) tally.unknown.add(placeholder);
    else tally.restored++;
    return original;
  }

  function inCall(placeholder: string): string | undefined {
    const original = inText(placeholder);
    if (original !== undefined) return original;
    onUnissued?.(placeholder);
    if (guard === "block") throw refuseCall(placeholder);
    return undefined;
  }

  return { inText, inCall, isJson, tally };
}
