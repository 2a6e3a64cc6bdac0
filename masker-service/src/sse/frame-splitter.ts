import { MaskerError } from "../errors.ts";

const LF = 0x0a;
const CR = 0x0d;
/** As much as a whole body may have; a stream that goes on longer without an empty line is none of events. */
const MOST_FRAME_BYTES = 32 * 1024 * 1024;

export interface FrameSplitter {
  /** The frames that `bytes` complete, each with the empty line that ends it. Together they are what came in, byte for byte. */
  readonly feed: (bytes: Uint8Array) => Uint8Array[];
  /** What came after the last empty line. */
  readonly end: () => Uint8Array;
}

/**
 * Cuts a stream of server-sent events at its empty lines, whether lines end in LF, CRLF or CR. A frame is handed on
 * with the first byte of its empty line's end, so nothing waits for the LF that may follow a CR: if it comes with the
 * next chunk, it becomes the first byte of the next frame, where it means nothing.
 */
export function createFrameSplitter(): FrameSplitter {
  let parts: Uint8Array[] = [];
  let size = 0;
  let isLineEmpty = true;
  let isAfterCr = false;

  function takeFrame(last: Uint8Array): Uint8Array {
    const frame = parts.length === 0 ? last : Buffer.concat([...parts, last]);
    parts = [];
    size = 0;
    return frame;
  }

  function feed(bytes: Uint8Array): Uint8Array[] {
    const frames: Uint8Array[] = [];
    let start = 0;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at];
      if (byte === LF && isAfterCr) isAfterCr = false;
      else if (byte === LF || byte === CR) {
        isAfterCr = byte === CR;
        if (isLineEmpty) {
          if (isAfterCr && bytes[at + 1] === LF) {
            isAfterCr = false;
            at++;
          }
          frames.push(takeFrame(bytes.subarray(start, at + 1)));
          start = at + 1;
        }
        isLineEmpty = true;
      } else {
        isLineEmpty = false;
        isAfterCr = false;
      }
    }
    if (start < bytes.length) {
      // A copy: a view would keep all of a chunk in memory for its last bytes. `slice` of a Buffer is one.
      parts.push(new Uint8Array(bytes.subarray(start)));
      size += bytes.length - start;
      if (size > MOST_FRAME_BYTES) {
        throw new MaskerError(
          "too_large",
          "stream: an event is longer than 32 MiB; only server-sent events can be restored",
        );
      }
    }
    return frames;
  }

  return { feed, end: () => takeFrame(new Uint8Array(0)) };
}
