import { isUtf8 } from "node:buffer";

const BYTE_ORDER_MARK = "\ufeff";
const LINE = /([^\r\n]*)(\r\n|\r|\n|$)/y;
const DATA = /^data(?:: ?|$)/;

/** One server-sent event as it came, and its data. */
export interface Frame {
  readonly bytes: Uint8Array;
  /** The lines of `data`, joined by LF; undefined if there are none, or the bytes are not UTF-8. */
  readonly data: string | undefined;
}

/** Reads the data of a frame. Its event name is not needed: every API repeats it in the data. */
export function readFrame(bytes: Uint8Array): Frame {
  const text = decode(bytes);
  const lines: string[] = [];
  if (text !== undefined) {
    eachLine(text, (line) => {
      if (DATA.test(line)) lines.push(line.replace(DATA, ""));
      return line;
    });
  }
  return { bytes, data: lines.length === 0 ? undefined : lines.join("\n") };
}

/** The frame with other data, which must have as many lines as it had; all other lines and line ends stay. */
export function writeFrame(frame: Frame, data: string): Uint8Array {
  const values = data.split("\n");
  const write = (line: string): string =>
    DATA.test(line) ? (DATA.exec(line)?.[0] ?? "") + (values.shift() ?? "") : line;
  return Buffer.from(eachLine(decode(frame.bytes) ?? "", write));
}

function eachLine(text: string, write: (line: string) => string): string {
  const start = text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
  let written = text.slice(0, start);
  LINE.lastIndex = start;
  while (LINE.lastIndex < text.length) {
    const [, line = "", end = ""] = LINE.exec(text) ?? [];
    written += write(line) + end;
  }
  return written;
}

function decode(bytes: Uint8Array): string | undefined {
  return isUtf8(bytes) ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8") : undefined;
}
