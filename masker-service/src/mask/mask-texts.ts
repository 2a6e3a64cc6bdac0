import type { Scanner } from "../patterns/scan.ts";
import type { Name, Span } from "../patterns/span.ts";
import type { Store, Wanted } from "../store/store.ts";
import type { Recogniser } from "../token/recogniser.ts";
import { createNameFinders, extendFinder, identify, type NameFinder } from "./name-finders.ts";
import { createPace } from "./pace.ts";
import { createSeenTexts, type SeenText } from "./seen-texts.ts";
import { LOOK_ALIKE, settleSpans } from "./settle-spans.ts";

/** One string of a request. `key` is the property it is the value of: `{"Bucket": "x"}` gives `x` away. */
export interface Text {
  readonly text: string;
  readonly key?: string | undefined;
  /** The provider signed it: it is looked at, and not masked. */
  readonly isSigned?: boolean;
}

/** Where one text changes; offsets are UTF-16 units of the text as it came in. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly placeholder: string;
  readonly kind: string;
}

export interface MaskedTexts {
  /** Per text, in order; empty where nothing was found. */
  readonly edits: readonly (readonly Edit[])[];
  /** Each placeholder that stands anywhere in the texts now. */
  readonly placeholders: readonly string[];
  /** How many names this call learned. */
  readonly learned: number;
  /** Index of a signed text that holds what is masked elsewhere in the request; undefined if there is none. */
  readonly exposed: number | undefined;
}

/** The part of the store that masking needs. */
export type Allotment = Pick<Store, "allot" | "names">;

export type MaskTexts = (scope: string, texts: readonly Text[], store: Allotment) => Promise<MaskedTexts>;

/**
 * Returns a function that masks all strings of one request at once: names are learned over all of them before any is
 * masked, so their order does not matter, and the store is asked once. A text seen before is not scanned again.
 */
export function createTextMasker(scanner: Scanner, recogniser: Recogniser): MaskTexts {
  const lookUp = createSeenTexts();
  const finderFor = createNameFinders();

  return async (scope, texts, store) => {
    const known = await store.names(scope);
    const knownFinder = finderFor(scope, known.version, known.names);
    const pace = createPace();
    const seen: SeenText[] = [];
    for (const { text, key } of texts) {
      const entry = lookUp(text, key);
      entry.scan ??= scanner.scan(text, key);
      seen.push(entry);
      await pace();
    }
    const learned = pickNew(seen, knownFinder);
    const finder = extendFinder(knownFinder, learned);
    const spans: (readonly Span[])[] = [];
    for (const [index, { text }] of texts.entries()) {
      const entry = seen[index] ?? {};
      if (entry.settled?.version !== finder.version) {
        const found = [...(entry.scan?.spans ?? []), ...finder.find(text)];
        entry.settled = { version: finder.version, spans: settleSpans(text, found, recogniser) };
      }
      spans.push(entry.settled.spans);
      await pace();
    }
    const wanted = collectWanted(texts, spans, finder);
    const placeholders = wanted.size === 0 ? [] : await store.allot(scope, [...wanted.values()]);
    return {
      edits: layEdits(texts, spans, wanted, placeholders),
      placeholders,
      learned: learned.length,
      exposed: findExposed(texts, spans, wanted),
    };
  };
}

function pickNew(seen: readonly SeenText[], known: NameFinder): Name[] {
  const fresh = new Map<string, Name>();
  for (const name of seen.flatMap((entry) => entry.scan?.names ?? [])) {
    if (!known.has(name)) fresh.set(identify(name), name);
  }
  return [...fresh.values()];
}

/** What the store is asked for, each value once, in the order of first occurrence. */
function collectWanted(
  texts: readonly Text[],
  spans: readonly (readonly Span[])[],
  names: NameFinder,
): Map<string, Wanted> {
  const wanted = new Map<string, Wanted>();
  for (const [index, { text, isSigned }] of texts.entries()) {
    if (isSigned === true) continue;
    for (const { start, end, kind, prefix } of spans[index] ?? []) {
      const value = text.slice(start, end);
      const identity = identify({ prefix, value });
      if (!wanted.has(identity)) wanted.set(identity, { kind, prefix, value, learned: names.has({ prefix, value }) });
    }
  }
  return wanted;
}

function layEdits(
  texts: readonly Text[],
  spans: readonly (readonly Span[])[],
  wanted: ReadonlyMap<string, Wanted>,
  placeholders: readonly string[],
): Edit[][] {
  const allotted = new Map([...wanted.keys()].map((identity, index) => [identity, placeholders[index]]));
  return texts.map(({ text, isSigned }, index) =>
    (isSigned === true ? [] : (spans[index] ?? [])).map(({ start, end, kind, prefix }) => {
      const placeholder = allotted.get(identify({ prefix, value: text.slice(start, end) }));
      if (placeholder === undefined) throw new TypeError("the store answered with fewer placeholders than asked for");
      return { start, end, kind, placeholder };
    }),
  );
}

/** A model may think up an address of its own; what it shares with the rest of the request was the client's. */
function findExposed(
  texts: readonly Text[],
  spans: readonly (readonly Span[])[],
  wanted: ReadonlyMap<string, Wanted>,
): number | undefined {
  const exposed = texts.findIndex(({ text, isSigned }, index) => {
    if (isSigned !== true) return false;
    const originals = (spans[index] ?? []).filter(({ kind }) => kind !== LOOK_ALIKE.kind);
    return originals.some(({ start, end, prefix }) => wanted.has(identify({ prefix, value: text.slice(start, end) })));
  });
  return exposed === -1 ? undefined : exposed;
}
