import { MaskerError } from "../errors.ts";
import type { Scanner } from "../patterns/scan.ts";
import type { Name } from "../patterns/span.ts";
import type { Store, Wanted } from "../store/store.ts";
import type { Recogniser } from "../token/recogniser.ts";
import { identify, markSpans, valueOf, type Mark } from "./mark.ts";
import { createNameFinders, extendFinder, type NameFinder } from "./name-finders.ts";
import { digestThought, isReadable } from "../body/thoughts.ts";
import { createPace } from "./pace.ts";
import { createSeenTexts, type SeenText } from "./seen-texts.ts";
import { LOOK_ALIKE, settleSpans } from "./settle-spans.ts";
import type { Text } from "./text.ts";

/** Where one text changes; offsets are UTF-16 units of its source. */
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
  /** Whether a signed text holds a value and was not written by a model behind this gateway. */
  readonly isExposed: boolean;
}

/** The part of the store that masking needs. */
export type Allotment = Pick<Store, "allot" | "names" | "knowsThoughts">;

export type MaskTexts = (scope: string, texts: readonly Text[], store: Allotment) => Promise<MaskedTexts>;

/**
 * Returns a function that masks all strings of one request at once: names are learned over all of them before any is
 * masked, so their order does not matter, and the store is asked once. A text seen before is not scanned again.
 *
 * @param mostMatches of one request; above it the function throws MaskerError `too_large`, and the store is not asked
 */
export function createTextMasker(scanner: Scanner, recogniser: Recogniser, mostMatches = Infinity): MaskTexts {
  const { lookUp, weigh } = createSeenTexts();
  const finderFor = createNameFinders();

  function settle(seen: SeenText, text: Text, finder: NameFinder): readonly Mark[] {
    if (seen.settled?.version === finder.version) return seen.settled.marks;
    // A name learned before it came onto the list of what is never masked is in the store all the same.
    const names = finder.find(text.text).filter(({ start, end }) => !scanner.allows(text.text.slice(start, end)));
    const found = [...(seen.found?.spans ?? []), ...names];
    const marks = markSpans(text, settleSpans(text.text, found, recogniser));
    seen.settled = { version: finder.version, marks };
    weigh(seen);
    return marks;
  }

  return async (scope, texts, store) => {
    const known = await store.names(scope);
    const knownFinder = finderFor(scope, known.version, known.names);
    const pace = createPace();
    const seen: SeenText[] = [];
    for (const text of texts) {
      const entry = lookUp(text);
      entry.found ??= scanner.scan(text.text, text.key);
      seen.push(entry);
      const pause = pace();
      if (pause !== undefined) await pause;
    }
    const learned = pickNew(seen, knownFinder);
    const finder = extendFinder(knownFinder, learned);
    const marks: (readonly Mark[])[] = [];
    let matches = 0;
    for (const [index, text] of texts.entries()) {
      const settled = settle(seen[index] ?? {}, text, finder);
      matches += settled.length;
      if (matches > mostMatches) throw tooMany(mostMatches);
      marks.push(settled);
      const pause = pace();
      if (pause !== undefined) await pause;
    }
    const open = marks.map((found, index) => (texts[index]?.isSigned === true ? [] : found));
    const wanted = collectWanted(open, finder);
    const placeholders = wanted.size === 0 ? [] : await store.allot(scope, [...wanted.values()]);
    const telling = findTelling(texts, marks);
    const isExposed = telling.length > 0 && !(await store.knowsThoughts(telling));
    return { edits: layEdits(open, wanted, placeholders), placeholders, learned: learned.length, isExposed };
  };
}

/**
 * The digests of signed texts that hold a value. With this gateway in between a model reads placeholders, so what it thinks holds
 * values only that it made up: those texts the store knows from the answers that they came in. Look-alikes do not count: they
 * are placeholders, whose mappings may have expired.
 */
function findTelling(texts: readonly Text[], marks: readonly (readonly Mark[])[]): string[] {
  return texts
    .filter(({ isSigned }, index) => isSigned === true && (marks[index] ?? []).some(isValue))
    .filter(isReadable)
    .map(({ text }) => digestThought(text));
}

function isValue({ kind }: Mark): boolean {
  return kind !== LOOK_ALIKE.kind;
}

function tooMany(most: number): MaskerError {
  return new MaskerError("too_large", `body: over ${most} values to mask; send less, or raise MASKER_MAX_MATCHES`);
}

function pickNew(seen: readonly SeenText[], known: NameFinder): Name[] {
  const fresh = new Map<string, Name>();
  for (const { found } of seen) {
    for (const name of found?.names ?? []) if (!known.has(name)) fresh.set(identify(name), name);
  }
  return [...fresh.values()];
}

/** What the store is asked for, each value once, in the order of first occurrence. */
function collectWanted(marks: readonly (readonly Mark[])[], names: NameFinder): Map<string, Wanted> {
  const wanted = new Map<string, Wanted>();
  for (const found of marks) {
    for (const mark of found) {
      if (wanted.has(mark.identity)) continue;
      const { kind, prefix } = mark;
      const value = valueOf(mark);
      wanted.set(mark.identity, { kind, prefix, value, learned: names.has({ prefix, value }) });
    }
  }
  return wanted;
}

function layEdits(
  marks: readonly (readonly Mark[])[],
  wanted: ReadonlyMap<string, Wanted>,
  placeholders: readonly string[],
): (readonly Edit[])[] {
  if (placeholders.length !== wanted.size) throw new TypeError("the store answered with other than what was asked for");
  const allotted = new Map([...wanted.keys()].map((identity, index) => [identity, placeholders[index] ?? ""]));
  return marks.map((found) =>
    found.map(({ start, end, kind, identity }) => ({ start, end, kind, placeholder: allotted.get(identity) ?? "" })),
  );
}
