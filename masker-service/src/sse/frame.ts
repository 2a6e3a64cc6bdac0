import { isUtf8 } from "node:buffer";

/**
 * A line of data, after a byte order mark or at the beginning of a line. Not `^` with the flag m, for which U+2028 ends
 * a line; and the look-behind comes second, so that V8 searches for the word first.
 */
const DATA = /data(?<=(?:^\ufeff?|[\r\n])data)(?:(: ?)([^\r\n]*)|(?=[\r\n]|$))/g;

/** One server-sent event as it came, and its data. */
export interface Frame {
  readonly bytes: Uint8Array;
  /** `bytes` decoded; "" if they are not UTF-8: such an event cannot be changed and sent on. */
  readonly text: string;
  /** The lines of `data`, joined by LF; undefined if there are none. */
  readonly data: string | undefined;
}

/** Reads the data of a frame. Its event name is not needed: every API that has one repeats it in the data. */
export function readFrame(bytes: Uint8Array): Frame {
  const text = isUtf8(bytes) ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString() : "";
  let data: string | undefined;
  DATA.lastIndex = 0;
  for (let line = DATA.exec(text); line !== null; line = DATA.exec(text)) {
    data = data === undefined ? (line[2] ?? "") : `${data}\n${line[2] ?? ""}`;
  }
  return { bytes, text, data };
}

/** The frame with other data, which must have as many lines as it had; all other lines and line ends stay. */
export function writeFrame({ text }: Frame, data: string): Uint8Array {
  const lines = data.split("\n");
  const write = (_: string, colon = ""): string => `data${colon}${lines.shift() ?? ""}`;
  return Buffer.from(text.replace(DATA, write));
}
