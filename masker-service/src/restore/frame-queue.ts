import { encodeEdits, spliceText, type TextEdit } from "../body/splice-strings.ts";
import { MaskerError } from "../errors.ts";
import { writeFrame, type Frame } from "../sse/frame.ts";
import type { Piece } from "./channel.ts";

/**
 * As far as frames of other blocks may pile up behind one that waits; no provider interleaves blocks like that. Past
 * it the undecided end is taken for plain text: a placeholder cut right there would stay one, wrong it cannot become.
 */
const MOST_FRAMES = 2048;
const MOST_BYTES = 4 * 1024 * 1024;

/** A tool call that is withheld until it is whole may be longer than that. */
const MOST_WITHHELD_BYTES = 64 * 1024 * 1024;

export interface QueuedFrame {
  readonly frame: Frame;
  /** Of strings that are not deltas, in offsets of the frame's data. */
  readonly edits: readonly TextEdit[];
  readonly pieces: readonly Piece[];
}

export interface FrameQueue {
  readonly add: (queued: QueuedFrame) => void;
  readonly isFull: () => boolean;
  /** Appends to `out` the bytes of the first frames, up to the first that is undecided. */
  readonly release: (out: Uint8Array[]) => void;
}

export function createFrameQueue(): FrameQueue {
  let waiting: QueuedFrame[] = [];
  let bytes = 0;

  function release(out: Uint8Array[]): void {
    const undecided = waiting.findIndex(({ pieces }) => pieces.some((piece) => !piece.isDecided()));
    if (undecided === 0) return;
    const decided = undecided === -1 ? waiting : waiting.slice(0, undecided);
    for (const queued of decided) {
      bytes -= queued.frame.bytes.length;
      out.push(writeQueued(queued));
    }
    waiting = undecided === -1 ? [] : waiting.slice(undecided);
  }

  return {
    add: (queued) => {
      waiting.push(queued);
      bytes += queued.frame.bytes.length;
      if (waiting.length > 1 && bytes > MOST_WITHHELD_BYTES) throw tooLong();
    },
    isFull: () => waiting.length > MOST_FRAMES || (waiting.length > 1 && bytes > MOST_BYTES),
    release,
  };
}

function tooLong(): MaskerError {
  return new MaskerError(
    "too_large",
    "stream: a tool call is longer than 64 MiB, which the guard cannot withhold; set it to warn",
  );
}

function writeQueued({ frame, edits, pieces }: QueuedFrame): Uint8Array {
  if (frame.data === undefined) return frame.bytes;
  const all = [...edits];
  for (const piece of pieces) {
    if (piece.edits.length === 0) continue;
    for (const edit of encodeEdits(frame.data, piece.literal, piece.edits)) all.push(edit);
  }
  if (all.length === 0) return frame.bytes;
  return writeFrame(
    frame,
    spliceText(
      frame.data,
      all.toSorted((a, b) => a.start - b.start),
    ),
  );
}
