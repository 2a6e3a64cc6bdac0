import { encodeJsonText } from "../body/encode-json-text.ts";
import { readLiteral } from "../body/read-literal.ts";
import type { Progress, Reader, Replacement } from "./reader.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const FIRST_PRINTABLE = 0x20;
const ESCAPE = /^\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})$/;
const ESCAPE_BEGUN = /^\\(?:u[0-9a-fA-F]{0,3})?$/;

/** Decoded units that stand together in the literal: a run of plain ones, or one escape. */
interface Run {
  readonly decodedStart: number;
  readonly decodedEnd: number;
  readonly rawStart: number;
}

export interface LiteralReader {
  /** Reads `piece` from `at` on; returns the index after what it took. */
  readonly read: (piece: string, at: number) => number;
  /** Whether the closing quote was read, or something that no literal holds; the latter is not taken. */
  readonly state: () => "open" | "closed" | "broken";
  /** What is decided of all that was read, in places of the JSON text. */
  readonly decide: (isLast: boolean) => Progress;
}

/**
 * Reads one JSON string literal from after its opening quote, cut anywhere, also inside an escape; `inner` restores
 * the decoded text.
 *
 * @param start the place in the JSON text after the opening quote
 * @param isDeclared whether the API says that this is JSON: then each original is escaped. Where it only looks like
 * JSON, the whole text was masked as text, so an original that can stand here as it is was seen like that, escapes
 * included, and stays; one that cannot is escaped.
 */
export function createLiteralReader(inner: Reader, start: number, isDeclared: boolean): LiteralReader {
  let runs: Run[] = [];
  let head = 0;
  let decoded = "";
  let decodedEnd = 0;
  let rawEnd = start;
  let escape = "";
  let state: "open" | "closed" | "broken" = "open";

  function addRun(text: string, rawLength: number): void {
    runs.push({ decodedStart: decodedEnd, decodedEnd: decodedEnd + text.length, rawStart: rawEnd });
    decoded += text;
    decodedEnd += text.length;
    rawEnd += rawLength;
  }

  function readEscape(piece: string, at: number): number {
    escape += piece.charAt(at);
    if (ESCAPE.test(escape)) {
      addRun(JSON.parse(`"${escape}"`) as string, escape.length);
      escape = "";
    } else if (!ESCAPE_BEGUN.test(escape)) state = "broken";
    return at + 1;
  }

  function read(piece: string, at: number): number {
    let next = at;
    while (next < piece.length && state === "open") {
      const code = piece.charCodeAt(next);
      if (escape !== "" || code === BACKSLASH) next = readEscape(piece, next);
      else if (code === QUOTE) {
        state = "closed";
        next++;
      } else if (code < FIRST_PRINTABLE) state = "broken";
      else {
        const end = plainEnd(piece, next);
        addRun(piece.slice(next, end), end - next);
        next = end;
      }
    }
    return next;
  }

  /** Ascending offsets only: what is before one is not looked at again. */
  function rawOffset(offset: number): number {
    while (offset >= (runs[head]?.decodedEnd ?? Infinity)) head++;
    const run = runs[head];
    return run === undefined ? rawEnd : run.rawStart + (offset - run.decodedStart);
  }

  function encode({ text, isOriginal }: Replacement): string {
    return !isDeclared && isOriginal && isLiteralText(text) ? text : encodeJsonText(text);
  }

  function decide(isLast: boolean): Progress {
    const fed = inner.feed(decoded);
    decoded = "";
    const { replacements, safe } = isLast ? join(fed, inner.flush()) : fed;
    const raw = replacements.map((replacement) => {
      const rawStart = rawOffset(replacement.start);
      return { start: rawStart, end: rawOffset(replacement.end), text: encode(replacement), isOriginal: false };
    });
    const rawSafe = rawOffset(safe);
    runs = runs.slice(head);
    head = 0;
    return { replacements: raw, safe: rawSafe };
  }

  return { read, state: () => state, decide };
}

function plainEnd(piece: string, at: number): number {
  let end = at + 1;
  for (; end < piece.length; end++) {
    const code = piece.charCodeAt(end);
    if (code === QUOTE || code === BACKSLASH || code < FIRST_PRINTABLE) break;
  }
  return end;
}

function join(first: Progress, second: Progress): Progress {
  return { replacements: [...first.replacements, ...second.replacements], safe: second.safe };
}

function isLiteralText(text: string): boolean {
  const span = { start: 0, end: 0, isEscaped: false, isWide: false };
  return readLiteral(`"${text}"`, 0, span) && span.end === text.length + 2;
}
