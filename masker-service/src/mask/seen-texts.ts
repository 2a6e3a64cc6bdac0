import { hash } from "node:crypto";
import type { Name, Span } from "../patterns/span.ts";
import type { Mark } from "./mark.ts";
import type { Text } from "./text.ts";

/** Shorter texts are kept themselves: to hash one takes longer than all else, and a body has thousands like `"type"`. */
const SHORTEST_HASHED = 64;
/** An entry costs about 200 bytes, and a mark as much again. */
const MOST_WEIGHT = 60_000;

/** What is known of one text; whoever looks it up fills in what is missing. */
export interface SeenText {
  found?: { readonly spans: readonly Span[]; readonly names: readonly Name[] };
  /** The marks settled on, and the version of names that they hold for. */
  settled?: { readonly version: string; readonly marks: readonly Mark[] };
  /** As it was weighed last; undefined for what is not kept. */
  weight?: number;
}

export interface SeenTexts {
  readonly lookUp: (text: Text) => SeenText;
  /** To be called when a text has been filled in: one with many marks takes the room of many. */
  readonly weigh: (seen: SeenText) => void;
}

/**
 * Remembers texts seen lately. A client sends its whole conversation with every turn, so nearly all of a request was
 * seen before. Long ones are kept by hash: the texts themselves would hold whole bodies in memory.
 *
 * In two generations: when the young one has grown to half of the room, it becomes the old one, and the old one goes. What is
 * looked up is young again. A Map of which the oldest entry is dropped each time walks over all that were dropped
 * before it: a body of many strings took minutes.
 */
export function createSeenTexts(): SeenTexts {
  let young = new Map<string, SeenText>();
  let old = new Map<string, SeenText>();
  let weight = 0;

  function weigh(seen: SeenText): void {
    if (seen.weight === undefined) return;
    const now = 1 + (seen.found?.spans.length ?? 0) + (seen.settled?.marks.length ?? 0);
    weight += now - seen.weight;
    seen.weight = now;
    if (weight <= MOST_WEIGHT / 2) return;
    old = young;
    young = new Map();
    weight = 0;
  }

  return {
    lookUp: (text) => {
      const id = identify(text);
      const known = young.get(id);
      if (known !== undefined) return known;
      const seen = old.get(id) ?? {};
      seen.weight = 0;
      young.set(id, seen);
      weigh(seen);
      return seen;
    },
    weigh,
  };
}

/**
 * A copy of a short source, since a slice would keep its whole body: `join` makes one, a template only points to its parts.
 * `text` is not asked for where there is a source: it decodes.
 * The form stands before it: the same characters are another text as bytes, and another one as a literal.
 */
function identify(text: Text): string {
  const source = text.source ?? text.text;
  const key = text.key ?? "";
  const form = text.source === undefined ? "text" : text.isWide === true ? "bytes" : "literal";
  if (source.length < SHORTEST_HASHED) return ["short", form, source, key].join("\0");
  return `long ${form} ${hash("sha256", source, "base64")} ${key}`;
}
