import type { Scan } from "../../../masker-service/src/patterns/span.ts";
import { createNameFinder } from "../../../masker-service/src/patterns/names.ts";
import type { HandText } from "../../corpus/hand-texts.ts";

/** How many of the marked values stand nowhere in the texts any more, `masked` being those texts in the same order. */
export function countMasked(texts: readonly HandText[], masked: readonly string[]): number {
  return texts.reduce((total, { text, must }, index) => {
    const gone = must.filter(({ start, end }) => masked[index]?.includes(text.slice(start, end)) === false);
    return total + gone.length;
  }, 0);
}

/** A text with all that a scan found in it, and the names it learned, cut out. */
export function cutOut(text: string, { spans, names }: Scan): string {
  return cut(cut(text, spans), createNameFinder(names).find(cut(text, spans)));
}

function cut(text: string, spans: readonly { start: number; end: number }[]): string {
  return spans.toReversed().reduce((rest, { start, end }) => `${rest.slice(0, start)}?${rest.slice(end)}`, text);
}
