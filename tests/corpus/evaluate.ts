import { createNameFinder } from "../../masker-service/src/patterns/names.ts";
import type { Scan, Span } from "../../masker-service/src/patterns/span.ts";
import type { CorpusDocument, Label } from "./corpus-document.ts";

const BYTES_PER_MB = 1_000_000;

/** A scanner's one act. */
export type ScanText = (text: string) => Scan;

/** Labels and how many of them are masked in full. */
export interface Recall {
  readonly labels: number;
  readonly found: number;
}

/** A label that is not masked in full, with the text around it. */
export interface Miss {
  readonly document: CorpusDocument;
  readonly label: Label;
}

/** A span in code that has nothing to mask. */
export interface FalseHit {
  readonly document: CorpusDocument;
  readonly span: Span;
}

export interface Evaluation {
  readonly overall: Recall;
  readonly families: ReadonlyMap<string, Recall>;
  readonly sources: ReadonlyMap<string, Recall>;
  readonly misses: readonly Miss[];
}

export interface CodeEvaluation {
  readonly megabytes: number;
  readonly falseHits: readonly FalseHit[];
  readonly perMegabyte: number;
}

/** Scans every document as one text of a request; a label is found if all its parts are masked to the last character. */
export function evaluate(scan: ScanText, documents: readonly CorpusDocument[]): Evaluation {
  const tally = new Tally();
  const families = new Map<string, Tally>();
  const sources = new Map<string, Tally>();
  const misses: Miss[] = [];

  for (const document of documents) {
    const isMasked = markMasked(document.text, maskedSpans(scan, document.text));
    const [source = ""] = document.id.split(":");
    for (const label of document.labels) {
      const isFound = label.parts.every(([start, end]) => !isMasked.subarray(start, end).includes(0));
      for (const one of [tally, entry(families, label.family), entry(sources, source)]) one.add(isFound);
      if (!isFound) misses.push({ document, label });
    }
  }
  return { overall: tally, families, sources, misses };
}

/** Scans source code without AWS content; a masked string that is `explained` (a real address, say) is no false hit. */
export function evaluateCode(
  scan: ScanText,
  documents: readonly CorpusDocument[],
  explained: ReadonlySet<string>,
): CodeEvaluation {
  const falseHits = documents.flatMap((document) =>
    maskedSpans(scan, document.text)
      .filter(({ start, end }) => !explained.has(document.text.slice(start, end)))
      .map((span) => ({ document, span })),
  );
  const megabytes = documents.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0) / BYTES_PER_MB;
  return { megabytes, falseHits, perMegabyte: falseHits.length / megabytes };
}

/** What masking replaces in a request of this one text: the scan's spans, and wherever else the names it learned stand. */
export function maskedSpans(scan: ScanText, text: string): Span[] {
  const { spans, names } = scan(text);
  const isTaken = markMasked(text, spans);
  const more = createNameFinder(names)
    .find(text)
    .filter(({ start, end }) => isTaken.subarray(start, end).includes(0));
  return [...spans, ...more];
}

/** One byte per UTF-16 unit: 1 where a span lies. */
export function markMasked(text: string, spans: readonly Pick<Span, "start" | "end">[]): Uint8Array {
  const marks = new Uint8Array(text.length);
  for (const { start, end } of spans) marks.fill(1, start, end);
  return marks;
}

class Tally implements Recall {
  labels = 0;
  found = 0;

  add(isFound: boolean): void {
    this.labels += 1;
    if (isFound) this.found += 1;
  }
}

function entry(tallies: Map<string, Tally>, name: string): Tally {
  const tally = tallies.get(name) ?? new Tally();
  tallies.set(name, tally);
  return tally;
}
