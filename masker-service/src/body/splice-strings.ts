import { encodeJsonText } from "./encode-json-text.ts";
import type { JsonString } from "./json-string.ts";
import { escapeLength } from "./read-literal.ts";

/** Replaces `start` to `end` by `text`. What the offsets count in is said where it is used. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Applies edits, which are sorted and disjoint; what they do not name stays as it is, byte for byte. */
export function spliceText(text: string, edits: readonly TextEdit[]): string {
  let spliced = "";
  let from = 0;
  for (const edit of edits) {
    spliced += text.slice(from, edit.start) + edit.text;
    from = edit.end;
  }
  return spliced + text.slice(from);
}

/**
 * Turns edits of a string's decoded text into edits of the JSON text that it stands in. Escapes outside the edits
 * stay as they were written.
 */
export function encodeEdits(json: string, string: JsonString, edits: readonly TextEdit[]): TextEdit[] {
  const rawOffset = createRawOffset(json, string);
  return edits.map(({ start, end, text }) => ({
    start: rawOffset(start),
    end: rawOffset(end),
    text: encodeJsonText(text),
  }));
}

/** Decoded offset → offset in the JSON text. Ask in ascending order: the literal is read once. */
export function createRawOffset(json: string, string: JsonString): (offset: number) => number {
  let raw = string.start + 1;
  if (!string.isEscaped) return (offset) => raw + offset;
  let decoded = 0;
  return (offset) => {
    for (; decoded < offset; decoded++) raw += json.charCodeAt(raw) === 0x5c ? escapeLength(json, raw) : 1;
    return raw;
  };
}
