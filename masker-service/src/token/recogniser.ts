import { leadsEscape } from "../ends-escape.ts";
import { MaskerError } from "../errors.ts";
import { isAlphanumeric } from "../is-alphanumeric.ts";
import { findCandidates } from "./candidates.ts";
import { isFreeLeft } from "./left-boundary.ts";
import { isDigit, isMarker, LONGEST_REST, readWord } from "./read-part.ts";
import { MOST_DIGITS, readPlaceholder, type Prefixes, type Sighting } from "./read-placeholder.ts";

export type { Sighting } from "./read-placeholder.ts";

const PREFIX = /^[a-z][a-z0-9]{0,31}$/;

/** Says what counts as a placeholder. Masking and restoring use the same one: that makes masking reversible. */
export interface Recogniser {
  /** All placeholders that begin at `from` or later, left to right; what is before `from` only decides as a left neighbour. */
  readonly find: (text: string, from?: number) => Sighting[];
  /** The same for a text that goes on: only those that no continuation can change, and where the undecided tail begins. */
  readonly findDecided: (text: string, from?: number) => Decided;
  /**
   * The first index, not before `from`, at which a placeholder may begin that is undecided because the text ends:
   * `ec2-0`, and `ec2-001` too, since `ec2-0012` is another. The length of the text if there is none.
   */
  readonly tailStart: (text: string, from?: number) => number;
}

export interface Decided {
  readonly sightings: readonly Sighting[];
  readonly tail: number;
}

/**
 * @param prefixes of all kinds, that of look-alikes included; lower-case letters and digits, a letter first
 * @throws MaskerError `bad_pattern` for a prefix of another form
 */
export function createRecogniser(prefixes: Iterable<string>): Recogniser {
  const known = indexPrefixes(prefixes);
  const longest = known.longest + MOST_DIGITS + LONGEST_REST;

  function findAll(text: string, from: number, readOpen: typeof readLast): Sighting[] {
    const sightings: Sighting[] = [];
    let end = from;
    for (const start of findCandidates(text, from, known)) {
      if (start < end || !isFreeLeft(text, start)) continue;
      const reading = readPlaceholder(text, start, known);
      const sighting = reading === "open" ? readOpen(text, start, known) : reading;
      if (sighting === undefined) continue;
      sightings.push(sighting);
      end = sighting.end;
    }
    return sightings;
  }

  function findDecided(text: string, from = 0): Decided {
    const sightings = findAll(text, from, () => undefined);
    const tail = findTail(text, Math.max(from, text.length - longest), sightings, known);
    return {
      sightings: (sightings.at(-1)?.end ?? 0) > tail ? sightings.filter(({ end }) => end <= tail) : sightings,
      tail,
    };
  }

  return {
    find: (text, from = 0) => findAll(text, from, readLast),
    findDecided,
    tailStart: (text, from) => findDecided(text, from).tail,
  };
}

/** Reads what hangs on a right neighbour, which it will not get. */
function readLast(text: string, start: number, known: Prefixes): Sighting | undefined {
  const reading = readPlaceholder(`${text.slice(start)}\n`, 0, known);
  if (reading === undefined || reading === "open") return undefined;
  return { ...reading, start, end: start + reading.end };
}

function findTail(text: string, from: number, sightings: readonly Sighting[], known: Prefixes): number {
  let next = sightings.findIndex(({ end }) => end > from);
  let at = from;
  while (at < text.length) {
    const sighting = next === -1 ? undefined : sightings[next];
    if (sighting !== undefined && sighting.start <= at) {
      at = Math.max(at, sighting.end);
      next++;
    } else if (mayBegin(text.charCodeAt(at)) && isFreeLeft(text, at) && readPlaceholder(text, at, known) === "open") {
      return at;
    } else at = isWordStart(text, at) ? readWord(text, at, text.length) : at + 1;
  }
  return text.length;
}

function mayBegin(code: number): boolean {
  return isMarker(code) || (isAlphanumeric(code) && !isDigit(code));
}

/** A word in which nothing can begin later: no escape reaches into it. */
function isWordStart(text: string, at: number): boolean {
  if (!isAlphanumeric(text.charCodeAt(at))) return false;
  if (at === 0) return true;
  const before = text.charCodeAt(at - 1);
  return !isAlphanumeric(before) && !leadsEscape(before);
}

function indexPrefixes(prefixes: Iterable<string>): Prefixes {
  const whole = new Set(prefixes);
  const begun = new Set<string>();
  for (const prefix of whole) {
    if (!PREFIX.test(prefix)) {
      throw new MaskerError(
        "bad_pattern",
        `prefix "${prefix}": use up to 32 lower-case letters and digits, a letter first`,
      );
    }
    for (let length = 0; length <= prefix.length; length++) begun.add(prefix.slice(0, length));
  }
  return { whole, begun, longest: Math.max(0, ...[...whole].map(({ length }) => length)) };
}
