import { LEFT_CONTEXT } from "../token/left-boundary.ts";
import { createJsonSyntax } from "./json-syntax.ts";
import { createLiteralReader, type LiteralReader } from "./literal-reader.ts";
import type { Progress, Reader, Replacement } from "./reader.ts";

export interface JsonReaderOptions {
  /** Whether the API says that this is JSON; see `createLiteralReader`. */
  readonly isDeclared: boolean;
  /** For the decoded text of one string. */
  readonly createInner: () => Reader;
  /** For the rest of what turns out not to be JSON; `before` is what stands to its left, which is `length` long. */
  readonly createText: (before: { context: string; length: number }) => Reader;
}

/**
 * Restores JSON that comes in pieces, cut anywhere: only inside its strings, keys included, and escaped for them.
 * From where it turns out not to be JSON it is restored as text.
 */
export function createJsonReader({ isDeclared, createInner, createText }: JsonReaderOptions): Reader {
  const syntax = createJsonSyntax();
  let literal: LiteralReader | undefined;
  let text: Reader | undefined;
  let length = 0;
  let safe = 0;
  /** The end of what was fed: all that is undecided, and its left neighbours. */
  let recent = "";

  /** Returns the index of the character at which `piece` is not JSON, or its length. */
  function readPiece(piece: string, replacements: Replacement[]): number {
    let at = 0;
    while (at < piece.length) {
      if (literal === undefined) {
        const character = piece.charAt(at);
        if (!syntax.step(character)) break;
        at++;
        safe = Math.max(safe, length + at - syntax.scalarLength());
        if (character === '"') literal = createLiteralReader(createInner(), length + at, isDeclared);
        continue;
      }
      at = literal.read(piece, at);
      const state = literal.state();
      take(literal.decide(state === "closed"), replacements);
      if (state === "broken") break;
      if (state === "open") continue;
      syntax.endString();
      literal = undefined;
      safe = length + at;
    }
    return at;
  }

  function take(progress: Progress, replacements: Replacement[]): void {
    for (const replacement of progress.replacements) replacements.push(replacement);
    safe = Math.max(safe, progress.safe);
  }

  function feed(piece: string): Progress {
    if (text !== undefined) return text.feed(piece);
    const replacements: Replacement[] = [];
    recent += piece;
    const isJson = readPiece(piece, replacements) === piece.length && literal?.state() !== "broken";
    length += piece.length;
    const undecided = safe - (length - recent.length);
    const context = recent.slice(Math.max(0, undecided - LEFT_CONTEXT), undecided);
    if (!isJson) {
      text = createText({ context, length: safe });
      take(text.feed(recent.slice(undecided)), replacements);
    }
    recent = context + recent.slice(undecided);
    return { replacements, safe };
  }

  function flush(): Progress {
    if (text !== undefined) return text.flush();
    const replacements: Replacement[] = [];
    if (literal !== undefined) take(literal.decide(true), replacements);
    safe = length;
    recent = recent.slice(-LEFT_CONTEXT);
    return { replacements, safe };
  }

  return { feed, flush };
}
