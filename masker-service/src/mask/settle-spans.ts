import type { Span } from "../patterns/span.ts";
import { formatPlaceholder } from "../token/format-placeholder.ts";
import type { Recogniser } from "../token/recogniser.ts";

/** What reads as a placeholder and is none. */
export const LOOK_ALIKE = { kind: "look-alike", prefix: "lit" } as const;
const MOST_ROUNDS = 8;
const WORD = /[A-Za-z0-9_]/;

/**
 * Decides what of `text` is masked: disjoint, sorted spans, such that the recogniser which restores will
 * see exactly the placeholders that stand for them, and no other. That makes masking reversible for every
 * text: what only looks like a placeholder (`ec2-001` is an ordinary host name) becomes a span itself, and
 * a span whose neighbours would hide its placeholder takes its neighbours in.
 *
 * @param found spans of one or several finders, best first where two cover the same characters
 */
export function settleSpans(text: string, found: readonly Span[], recogniser: Recogniser): readonly Span[] {
  const lookAlikes = recogniser.find(text).map(({ start, end }) => ({ ...LOOK_ALIKE, start, end }));
  let spans = uniteSpans([...found, ...lookAlikes]);
  for (let round = 0; spans.length > 0; round++) {
    if (round === MOST_ROUNDS) return [{ ...(spans[0] ?? LOOK_ALIKE), start: 0, end: text.length }];
    const misread = findMisread(text, spans, recogniser);
    if (misread.length === 0) break;
    spans = uniteSpans([...spans, ...misread]);
  }
  return spans;
}

/** Sorts, drops what lies inside another, and joins what overlaps: nothing that was found stays uncovered. */
function uniteSpans(spans: readonly Span[]): Span[] {
  const united: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = united.at(-1);
    if (last === undefined || span.start >= last.end) united.push(span);
    else if (span.end > last.end)
      united[united.length - 1] = { ...longer(last, span), start: last.start, end: span.end };
  }
  return united;
}

function longer(a: Span, b: Span): Span {
  return b.end - b.start > a.end - a.start ? b : a;
}

/** Renders the text as it would be sent and returns spans, grown or new, for all that would be read back wrong. */
function findMisread(text: string, spans: readonly Span[], recogniser: Recogniser): Span[] {
  const { masked, places } = renderMasked(text, spans);
  const sightings = recogniser.find(masked);
  const seen = new Set(sightings.map(({ start, end }) => `${start}:${end}`));
  const misread = spans.filter((_, index) => {
    const place = places[index];
    return place !== undefined && !seen.has(`${place.start}:${place.end}`);
  });
  const grown = misread.map((span) => growSpan(text, span));
  return [...grown, ...findStrays(text, sightings, spans, places)];
}

interface Place {
  readonly start: number;
  readonly end: number;
}

function renderMasked(text: string, spans: readonly Span[]): { masked: string; places: Place[] } {
  let masked = "";
  let from = 0;
  const places: Place[] = [];
  for (const span of spans) {
    masked += text.slice(from, span.start);
    const start = masked.length;
    masked += formatPlaceholder(span.prefix, 1);
    places.push({ start, end: masked.length });
    from = span.end;
  }
  return { masked: masked + text.slice(from), places };
}

/** Sightings that no span stands for: text that reads as a placeholder only now that its neighbour is masked. */
function findStrays(
  text: string,
  sightings: readonly Place[],
  spans: readonly Span[],
  places: readonly Place[],
): Span[] {
  const strays: Span[] = [];
  let index = 0;
  for (const sighting of sightings) {
    while ((places[index]?.end ?? Infinity) <= sighting.start) index++;
    const place = places[index];
    if (place !== undefined && place.start < sighting.end) {
      const exact = place.start === sighting.start && place.end === sighting.end;
      const span = spans[index];
      if (!exact && span !== undefined) strays.push(growSpan(text, span));
      continue;
    }
    const shift = (spans[index - 1]?.end ?? 0) - (places[index - 1]?.end ?? 0);
    strays.push({ ...LOOK_ALIKE, start: sighting.start + shift, end: sighting.end + shift });
  }
  return strays;
}

/** The span with the word, or else the one character, on either side. */
function growSpan(text: string, span: Span): Span {
  let { start, end } = span;
  if (start > 0) start -= isLowSurrogate(text, start - 1) ? 2 : 1;
  while (start > 0 && WORD.test(text.charAt(start - 1))) start--;
  if (end < text.length) end += isLowSurrogate(text, end + 1) ? 2 : 1;
  while (end < text.length && WORD.test(text.charAt(end))) end++;
  return { ...span, start: Math.max(start, 0), end: Math.min(end, text.length) };
}

/** A pair must not be cut: half of one cannot be sent as UTF-8. */
function isLowSurrogate(text: string, index: number): boolean {
  const isHigh = (code: number): boolean => code >= 0xd800 && code < 0xdc00;
  const code = text.charCodeAt(index);
  return code >= 0xdc00 && code < 0xe000 && index > 0 && isHigh(text.charCodeAt(index - 1));
}
