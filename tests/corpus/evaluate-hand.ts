import { markMasked, maskedSpans, type ScanText } from "./evaluate.ts";
import type { Extent, HandText } from "./hand-texts.ts";

/** What went wrong in one text: marks that are not masked in full, and characters masked outside all marks. */
export interface HandFindings {
  readonly title: string;
  readonly marks: number;
  readonly misses: readonly string[];
  readonly falseHits: readonly string[];
}

const CHARS_AROUND = 30;

/** Scans a text as one request; every `«…»` must be masked to the last character, and nothing outside the marks. */
export function evaluateHand(scan: ScanText, { title, text, must, may }: HandText): HandFindings {
  const spans = maskedSpans(scan, text);
  const masked = markMasked(text, spans);
  const marked = markMasked(text, [...must, ...may]);
  return {
    title,
    marks: must.length,
    misses: must.filter(({ start, end }) => masked.subarray(start, end).includes(0)).map((mark) => quote(text, mark)),
    falseHits: spans
      .filter(({ start, end }) => marked.subarray(start, end).includes(0))
      .map((span) => `${span.kind}: ${quote(text, span)}`),
  };
}

function quote(text: string, { start, end }: Extent): string {
  const before = text.slice(Math.max(0, start - CHARS_AROUND), start);
  return `${before}«${text.slice(start, end)}»${text.slice(end, end + CHARS_AROUND)}`.replaceAll(/\s+/g, " ");
}
