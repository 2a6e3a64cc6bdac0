import type { JsonString } from "../body/json-string.ts";
import type { TextEdit } from "../body/splice-strings.ts";
import type { Progress, Reader } from "./reader.ts";

/** A delta that came: the string literal that holds it, and which part of the channel's text it is. */
export interface Piece {
  readonly literal: JsonString;
  readonly start: number;
  readonly end: number;
  /** In offsets of the literal's text. */
  readonly edits: TextEdit[];
  readonly isDecided: () => boolean;
}

/** One text of a stream, in pieces. */
export interface Channel {
  readonly add: (literal: JsonString) => Piece;
  /** Decides all pieces as if the text ended here. */
  readonly flush: () => void;
}

/**
 * An original goes whole into the piece in which its placeholder begins; the pieces after that lose the rest of it.
 *
 * @param isWithheld whether nothing is decided before the end
 */
export function createChannel(reader: Reader, isWithheld: boolean): Channel {
  let pieces: Piece[] = [];
  let length = 0;
  let safe = 0;
  let isOver = !isWithheld;

  function note(progress: Progress): void {
    for (const { start, end, text } of progress.replacements) {
      for (const piece of pieces) {
        if (piece.end <= start) continue;
        if (piece.start >= end) break;
        piece.edits.push({
          start: Math.max(start, piece.start) - piece.start,
          end: Math.min(end, piece.end) - piece.start,
          text: start >= piece.start ? text : "",
        });
      }
    }
    safe = progress.safe;
    pieces = pieces.filter(({ end }) => end > safe);
  }

  function add(literal: JsonString): Piece {
    const start = length;
    length += literal.text.length;
    const end = length;
    const piece: Piece = { literal, start, end, edits: [], isDecided: () => isOver && end <= safe };
    pieces.push(piece);
    note(reader.feed(literal.text));
    return piece;
  }

  function flush(): void {
    note(reader.flush());
    isOver = true;
  }

  return { add, flush };
}
