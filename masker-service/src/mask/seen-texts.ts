import { hash } from "node:crypto";
import type { Name, Span } from "../patterns/span.ts";
import type { Mark } from "./mark.ts";
import type { Text } from "./text.ts";

/** Shorter texts are scanned in less time than they are hashed and kept. */
const SHORTEST = 64;
/** An entry costs about 200 bytes, and a mark as much again. */
const MOST_WEIGHT = 60_000;

/** What is known of one text; whoever looks it up fills in what is missing. */
export interface SeenText {
  found?: { readonly spans: readonly Span[]; readonly names: readonly Name[] };
  /** The marks settled on, and the version of names that they hold for. */
  settled?: { readonly version: string; readonly marks: readonly Mark[] };
  weight: number;
}

/**
 * Returns a look-up of texts seen lately; the least lately seen are dropped first. A client sends its whole
 * conversation with every turn, so nearly all of a request was seen before. Kept by hash: the texts
 * themselves would hold whole bodies in memory.
 */
export function createSeenTexts(): (text: Text) => SeenText {
  const entries = new Map<string, SeenText>();
  let weight = 0;

  function weigh(seen: SeenText): number {
    return 1 + (seen.found?.spans.length ?? 0) + (seen.settled?.marks.length ?? 0);
  }

  function dropOldest(): void {
    for (const [id, seen] of entries) {
      if (weight <= MOST_WEIGHT) return;
      entries.delete(id);
      weight -= seen.weight;
    }
  }

  return ({ source, text, key }) => {
    if ((source ?? text).length < SHORTEST) return { weight: 0 };
    const id = hash("sha256", `${key ?? ""}\0${source ?? text}`, "base64");
    const seen = entries.get(id) ?? { weight: 0 };
    entries.delete(id);
    entries.set(id, seen);
    // It was filled in since it was looked up last, so it is weighed when it is looked up again.
    weight -= seen.weight;
    seen.weight = weigh(seen);
    weight += seen.weight;
    dropOldest();
    return seen;
  };
}
