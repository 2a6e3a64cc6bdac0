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
    const nextLineEnd = createLineEndFinder(bytes);
    let start = 0;
    let at = 0;
    for (let end = nextLineEnd(at); end !== -1; end = nextLineEnd(at)) {
      const isSecondHalf = end === at && isAfterCr && bytes[end] === LF;
      const isFrameEnd = end === at && isLineEmpty && !isSecondHalf;
      isAfterCr = bytes[end] === CR;
      isLineEmpty = true;
      at = end + 1;
      if (!isFrameEnd) continue;
      if (isAfterCr && bytes[at] === LF) {
        isAfterCr = false;
        at++;
      }
      frames.push(takeFrame(bytes.subarray(start, at)));
      start = at;
    }
    if (at < bytes.length) {
      isLineEmpty = false;
      isAfterCr = false;
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

/** Asked in ascending order. Most streams have no CR: it is not looked for again when there is none ahead. */
function createLineEndFinder(bytes: Uint8Array): (from: number) => number {
  let cr = bytes.indexOf(CR);
  return (from) => {
    const lf = bytes.indexOf(LF, from);
    if (cr !== -1 && cr < from) cr = bytes.indexOf(CR, from);
    return cr === -1 || (lf !== -1 && lf < cr) ? lf : cr;
  };
}
