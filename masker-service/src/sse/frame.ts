import { isUtf8 } from "node:buffer";

/**
 * A line of data, after a byte order mark or at the beginning of a line. Not `^` with the flag m, for which U+2028 ends
 * a line; and the look-behind comes second, so that V8 searches for the word first.
 */
const DATA = /data(?<=(?:^\ufeff?|[\r\n])data)(?:(: ?)([^\r\n]*)|(?=[\r\n]|$))/g;

/** One server-sent event as it came, and its data. */
export interface Frame {
  readonly bytes: Uint8Array;
  /** The lines of `data`, joined by LF; undefined if there are none, or the bytes are not UTF-8. */
  readonly data: string | undefined;
}

/** Reads the data of a frame. Its event name is not needed: every API that has one repeats it in the data. */
export function readFrame(bytes: Uint8Array): Frame {
  let data: string | undefined;
  for (const [, , line = ""] of decode(bytes).matchAll(DATA)) data = data === undefined ? line : `${data}\n${line}`;
  return { bytes, data };
}

/** The frame with other data, which must have as many lines as it had; all other lines and line ends stay. */
export function writeFrame(frame: Frame, data: string): Uint8Array {
  const lines = data.split("\n");
  const write = (_: string, colon = ""): string => `data${colon}${lines.shift() ?? ""}`;
  return Buffer.from(decode(frame.bytes).replace(DATA, write));
}

/** What is not UTF-8 is no event that could be changed and sent on: it has no data. */
function decode(bytes: Uint8Array): string {
  return isUtf8(bytes) ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString() : "";
}
