import { LEFT_CONTEXT } from "../token/left-boundary.ts";
import type { Recogniser } from "../token/recogniser.ts";
import type { Progress, Reader } from "./reader.ts";
import type { Reveal } from "./reveal.ts";

/**
 * Restores text as people read it. Keeps what may be the beginning of a placeholder and, before it, the few characters
 * that decide whether one may begin there.
 *
 * @param before what stands left of the first piece, if anything does, and how long the whole of it is
 */
export function createTextReader(recogniser: Recogniser, reveal: Reveal, before = { context: "", length: 0 }): Reader {
  let { context, length: safe } = before;
  let pending = "";

  function read(piece: string, isLast: boolean): Progress {
    const text = context + pending + piece;
    const from = context.length;
    const base = safe - from;
    const { sightings, tail } = isLast
      ? { sightings: recogniser.find(text, from), tail: text.length }
      : recogniser.findDecided(text, from);
    const replacements = [];
    for (const { start, end, placeholder } of sightings) {
      const original = reveal(placeholder);
      if (original !== undefined)
        replacements.push({ start: base + start, end: base + end, text: original, isOriginal: true });
    }
    context = text.slice(Math.max(0, tail - LEFT_CONTEXT), tail);
    pending = text.slice(tail);
    safe = base + tail;
    return { replacements, safe };
  }

  return { feed: (piece) => read(piece, false), flush: () => read("", true) };
}
