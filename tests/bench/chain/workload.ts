import { type Context, makeContext } from "./make-context.ts";

const KILOBYTE = 1_000;
const STREAM_DELTAS = 500;
const DELTA_CHARACTERS = 16;

/** One row of the table. */
export interface Workload {
  readonly name: string;
  /** Bytes of context in the request, and of text in a whole answer. */
  readonly bytes: number;
  readonly isSeen: boolean;
  readonly stream?: { readonly deltas: number; readonly sizes: readonly number[]; readonly delayMs: number };
  readonly pairs: number;
  /** The most that masking may cost, as a factor of LiteLLM alone. */
  readonly target: number;
}

const stream = { deltas: STREAM_DELTAS, sizes: [DELTA_CHARACTERS] };

export const WORKLOADS: readonly Workload[] = [
  { name: "whole, 1 KB, seen", bytes: KILOBYTE, isSeen: true, pairs: 100, target: 1.12 },
  { name: "whole, 50 KB, seen", bytes: 50 * KILOBYTE, isSeen: true, pairs: 60, target: 1.2 },
  { name: "whole, 500 KB, seen", bytes: 500 * KILOBYTE, isSeen: true, pairs: 40, target: 1.3 },
  { name: "whole, 1 KB, new", bytes: KILOBYTE, isSeen: false, pairs: 60, target: 1.6 },
  { name: "whole, 50 KB, new", bytes: 50 * KILOBYTE, isSeen: false, pairs: 40, target: 1.6 },
  { name: "whole, 500 KB, new", bytes: 500 * KILOBYTE, isSeen: false, pairs: 30, target: 1.6 },
  {
    name: "500 deltas at once",
    bytes: KILOBYTE,
    isSeen: true,
    stream: { ...stream, delayMs: 0 },
    pairs: 40,
    target: 1.1,
  },
  {
    name: "500 deltas, 4 ms apart",
    bytes: KILOBYTE,
    isSeen: true,
    stream: { ...stream, delayMs: 4 },
    pairs: 10,
    target: 1.02,
  },
];

export interface Question {
  readonly body: string;
  readonly context: Context;
}

/** The request of one pair. A context seen before differs from the last one only in what the user said last. */
export function makeQuestion(workload: Workload, pair: number): Question {
  const context = makeContext(workload.bytes, workload.isSeen ? workload.bytes : workload.bytes * 1_000 + pair);
  const turns = context.texts.map((content, at) => ({ role: at % 2 === 0 ? "user" : "assistant", content }));
  const last = { role: "user", content: `now, for the ${pair}th time, what of it?` };
  // Two user messages in a row are allowed, and are what Claude Code sends.
  const messages = [...turns, last];
  const body = { model: "claude-opus-5-5", max_tokens: 4096, stream: workload.stream !== undefined, messages };
  return { body: JSON.stringify(body), context };
}
