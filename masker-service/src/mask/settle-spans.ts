import type { Span } from "../patterns/span.ts";
import { formatPlaceholder } from "../token/format-placeholder.ts";
import type { Recogniser } from "../token/recogniser.ts";
import { createGrower, type Grower, type Sides } from "./grow-span.ts";

/** What reads as a placeholder and is none. */
export const LOOK_ALIKE = { kind: "look-alike", prefix: "lit" } as const;
const MOST_ROUNDS = 12;
/** Rounds in which only the side grows that hides the placeholder. */
const NARROW_ROUNDS = 4;
/** Characters of either side by which it is told whether that side hides a placeholder. */
const CONTEXT = 64;
const BOTH: Sides = { left: true, right: true };

/**
 * Decides what of `text` is masked: disjoint, sorted spans, such that the recogniser which restores will
 * see exactly the placeholders that stand for them, and no other. That makes masking reversible for every
 * text: what only looks like a placeholder (`ec2-001` is an ordinary host name) becomes a span itself, and
 * a span whose neighbour would hide its placeholder takes that neighbour in: `orders-1` where `orders` was found, and no more.
 *
 * @param found spans of one or several finders, best first where two cover the same characters
 */
export function settleSpans(text: string, found: readonly Span[], recogniser: Recogniser): readonly Span[] {
  const lookAlikes = recogniser.find(text).map(({ start, end }) => ({ ...LOOK_ALIKE, start, end }));
  const grow = createGrower(text);
  let spans = uniteSpans([...found, ...lookAlikes]);
  for (let round = 0; spans.length > 0; round++) {
    if (round === MOST_ROUNDS) return [{ ...(spans[0] ?? LOOK_ALIKE), start: 0, end: text.length }];
    const misread = findMisread(text, spans, recogniser, round < NARROW_ROUNDS ? grow : (span) => grow(span, BOTH));
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
function findMisread(text: string, spans: readonly Span[], recogniser: Recogniser, grow: Grower): Span[] {
  const { masked, places } = renderMasked(text, spans);
  const sightings = recogniser.find(masked);
  const seen = new Set(sightings.map(({ start, end }) => `${start}:${end}`));
  const grown: Span[] = [];
  for (const [index, span] of spans.entries()) {
    const place = places[index];
    if (place === undefined || seen.has(`${place.start}:${place.end}`)) continue;
    grown.push(grow(span, hidingSides(masked, place, recogniser)));
  }
  return [...grown, ...findStrays(sightings, spans, places, grow)];
}

/** Which sides hide the placeholder by themselves; both, where only the two together do. */
function hidingSides(masked: string, { start, end }: Place, recogniser: Recogniser): Sides {
  const from = Math.max(start - CONTEXT, 0);
  const left = !recogniser
    .find(masked.slice(from, end))
    .some((seen) => seen.start === start - from && seen.end === end - from);
  const right = !recogniser
    .find(masked.slice(start, end + CONTEXT))
    .some((seen) => seen.start === 0 && seen.end === end - start);
  return left || right ? { left, right } : BOTH;
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
  sightings: readonly Place[],
  spans: readonly Span[],
  places: readonly Place[],
  grow: Grower,
): Span[] {
  const strays: Span[] = [];
  let index = 0;
  for (const sighting of sightings) {
    while ((places[index]?.end ?? Infinity) <= sighting.start) index++;
    const place = places[index];
    if (place !== undefined && place.start < sighting.end) {
      const exact = place.start === sighting.start && place.end === sighting.end;
      const span = spans[index];
      const sides = { left: sighting.start < place.start, right: sighting.end > place.end };
      if (!exact && span !== undefined) strays.push(grow(span, sides));
      continue;
    }
    const shift = (spans[index - 1]?.end ?? 0) - (places[index - 1]?.end ?? 0);
    strays.push({ ...LOOK_ALIKE, start: sighting.start + shift, end: sighting.end + shift });
  }
  return strays;
}
