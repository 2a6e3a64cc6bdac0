import { hash } from "node:crypto";
import type { Scan, Span } from "../patterns/span.ts";

/** Shorter texts are scanned in less time than they are hashed and kept. */
const SHORTEST = 64;
const MOST_ENTRIES = 16_384;

/** What is known of one text; whoever looks it up fills in what is missing. */
export interface SeenText {
  scan?: Scan;
  /** The spans settled on, and the version of names that they hold for. */
  settled?: { readonly version: string; readonly spans: readonly Span[] };
}

/**
 * Returns a look-up of texts seen lately; the least lately seen are dropped first. A client sends its whole
 * conversation with every turn, so nearly all of a request was seen before. Kept by hash: the texts
 * themselves would hold whole bodies in memory.
 */
export function createSeenTexts(): (text: string, key: string | undefined) => SeenText {
  const entries = new Map<string, SeenText>();
  return (text, key) => {
    if (text.length < SHORTEST) return {};
    const id = hash("sha256", `${key ?? ""}\0${text}`, "base64");
    const seen = entries.get(id) ?? {};
    entries.delete(id);
    entries.set(id, seen);
    const oldest = entries.keys().next();
    if (entries.size > MOST_ENTRIES && !oldest.done) entries.delete(oldest.value);
    return seen;
  };
}
