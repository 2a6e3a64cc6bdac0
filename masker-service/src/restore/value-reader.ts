import type { Progress, Reader } from "./reader.ts";

const NOT_BLANK = /[^ \t\r\n]/;

/**
 * Restores the value of a string in JSON, which may hold JSON itself: what begins with a bracket is read as such, for
 * as long as it is.
 */
export function createValueReader(createJson: () => Reader, createText: () => Reader): Reader {
  let reader: Reader | undefined;
  /** The length of the white space before what `reader` gets. */
  let blank = 0;

  function feed(piece: string): Progress {
    if (reader !== undefined) return shift(reader.feed(piece));
    const start = piece.search(NOT_BLANK);
    blank += start === -1 ? piece.length : start;
    if (start === -1) return { replacements: [], safe: blank };
    const first = piece.charAt(start);
    reader = first === "{" || first === "[" ? createJson() : createText();
    return shift(reader.feed(piece.slice(start)));
  }

  function shift({ replacements, safe }: Progress): Progress {
    const shifted = replacements.map(({ start, end, text, isOriginal }) => {
      return { start: start + blank, end: end + blank, text, isOriginal };
    });
    return { replacements: blank === 0 ? replacements : shifted, safe: safe + blank };
  }

  return { feed, flush: () => (reader === undefined ? { replacements: [], safe: blank } : shift(reader.flush())) };
}
