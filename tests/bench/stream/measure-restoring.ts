import { createStreamRestorer } from "../../../masker-service/src/restore/stream-restorer.ts";
import { median, medianInterval } from "../chain/median-interval.ts";
import { originals, recogniser, writeFrames, type Workload } from "./workload.ts";

const FRAMES = 10_000;
const ROUNDS = 31;

/**
 * Cells of one row: µs a delta with its interval, MB/s, then the same frames passed on as they are, and parsed and
 * written by JSON without any restoring. The three take turns within one run.
 */
export function measureRestoring(workload: Workload): string[] {
  const frames = writeFrames(workload, FRAMES);
  const bytes = frames.reduce((sum, { length }) => sum + length, 0);
  const restored: number[] = [];
  const passed: number[] = [];
  const rewritten: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    restored.push(measure(() => restore(workload, frames)));
    passed.push(measure(() => countBytes(frames)));
    rewritten.push(measure(() => countBytes(frames.map(rewrite))));
  }
  const { median: micros, low, high } = medianInterval(restored);
  return [
    micros.toFixed(2),
    `${low.toFixed(2)}–${high.toFixed(2)}`,
    (bytes / FRAMES / micros).toFixed(0),
    median(passed).toFixed(2),
    median(rewritten).toFixed(2),
  ];
}

/** µs of processor time a frame: on a machine that does other things as well, the clock measures those. */
function measure(run: () => number): number {
  const before = process.cpuUsage();
  if (run() === 0) throw new Error("nothing came out");
  const { user, system } = process.cpuUsage(before);
  return (user + system) / FRAMES;
}

function restore({ api }: Workload, frames: readonly Buffer[]): number {
  const restorer = createStreamRestorer({ api, originals, recogniser });
  let bytes = 0;
  for (const frame of frames) bytes += countBytes(restorer.feed(frame));
  bytes += countBytes(restorer.end());
  if (restorer.tally.restored === 0) throw new Error("nothing was restored: this run does not count");
  return bytes;
}

function countBytes(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((sum, { length }) => sum + length, 0);
}

function rewrite(frame: Buffer): Buffer {
  const text = frame.toString();
  const at = text.indexOf("{");
  return Buffer.from(`${text.slice(0, at)}${JSON.stringify(JSON.parse(text.slice(at)))}\n\n`);
}
