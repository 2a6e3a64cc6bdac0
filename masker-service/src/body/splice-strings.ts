import { characterLength } from "./byte-text.ts";
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

/** The same for a byte text, into its bytes, between `head` and `tail`. Joining strings first would copy the body three times. */
export function spliceToBytes(text: string, edits: readonly TextEdit[], head = "", tail = ""): Buffer<ArrayBuffer> {
  const grown = edits.reduce((sum, edit) => sum + edit.text.length - (edit.end - edit.start), 0);
  const bytes = Buffer.allocUnsafe(head.length + text.length + grown + tail.length);
  let at = bytes.write(head, "latin1");
  let from = 0;
  for (const edit of edits) {
    at += bytes.write(text.slice(from, edit.start), at, "latin1");
    at += bytes.write(edit.text, at, "latin1");
    from = edit.end;
  }
  at += bytes.write(text.slice(from), at, "latin1");
  bytes.write(tail, at, "latin1");
  return bytes;
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
export function createRawOffset(
  json: string,
  { start, isEscaped, isWide }: Pick<JsonString, "start" | "isEscaped" | "isWide">,
): (offset: number) => number {
  let raw = start + 1;
  if (!isEscaped && !isWide) return (offset) => raw + offset;
  let decoded = 0;
  return (offset) => {
    while (decoded < offset) {
      const code = json.charCodeAt(raw);
      if (code === 0x5c) {
        raw += escapeLength(json, raw);
        decoded++;
      } else if (code < 0x80 || !isWide) {
        raw++;
        decoded++;
      } else {
        const length = characterLength(code);
        raw += length;
        decoded += length === 4 ? 2 : 1;
      }
    }
    return raw;
  };
}
