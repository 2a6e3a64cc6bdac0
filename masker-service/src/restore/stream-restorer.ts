import { MaskerError } from "../errors.ts";
import { findStrings } from "../body/find-strings.ts";
import { pathOf, type JsonString } from "../body/json-string.ts";
import { createFrameSplitter } from "../sse/frame-splitter.ts";
import { readFrame, type Frame } from "../sse/frame.ts";
import type { Recogniser } from "../token/recogniser.ts";
import { noteCacheUsage, type CacheUsage } from "./cache-usage.ts";
import { createChannelSet } from "./channel-set.ts";
import { FIND_DELTAS, type Api } from "./deltas/find-deltas.ts";
import { fieldsOf, type Delta } from "./deltas/frame-deltas.ts";
import { formatErrorFrame } from "./error-frame.ts";
import { createFrameQueue } from "./frame-queue.ts";
import { restoreJson } from "./restore-body.ts";
import { restoreStrings } from "./restore-strings.ts";
import { createRepeatedFrame } from "./repeated-frame.ts";
import { createThoughtListener } from "./thought-listener.ts";
import { createReveals, type RevealOptions, type Tally } from "./reveal.ts";

export interface StreamRestorerOptions extends RevealOptions {
  readonly api: Api;
  readonly recogniser: Recogniser;
  /** Called with the digest of each text that the model has thought; see `Store.noteThoughts`. */
  readonly onThought?: (digest: string) => void;
}

export interface StreamRestorer {
  /** Takes bytes as the network cut them; returns what may go out now, to be sent in order. */
  readonly feed: (bytes: Uint8Array) => Uint8Array[];
  /** The upstream is done, or gone: all that is left. */
  readonly end: () => Uint8Array[];
  /** Whether the guard has ended the answer: what the upstream still sends is for nobody. */
  readonly isOver: () => boolean;
  /** In place of all that is left: the event by which clients of this API know that the answer failed. */
  readonly fail: (message: string) => Uint8Array;
  readonly tally: Readonly<Tally>;
  readonly cacheUsage: Readonly<CacheUsage>;
}

/**
 * Restores a stream of server-sent events of any API. One rule for all:
 *
 * - Frames leave in the order they came, none is added and none dropped, so numbered events keep their numbers.
 * - A frame waits while the end of one of its deltas may be the beginning of a placeholder, and those after it wait
 *   behind it. That is decided by the next delta of the same text, at the latest by the end of its block.
 * - If it was none, they go out byte for byte. If it was one, the original goes into the delta in which its
 *   placeholder began, and the deltas after that lose their part of it.
 * - A frame is not split, though its text may begin long before what is undecided: a copy would repeat fields that
 *   clients add up (`role` of a chat), and a frame that turns out innocent would not pass byte for byte.
 * - Every other string of a frame, of an event that nobody knows too, is restored by itself.
 * - If the guard blocks, a tool call waits until it is whole. One that names what was never issued ends the stream
 *   with an error event.
 */
export function createStreamRestorer(options: StreamRestorerOptions): StreamRestorer {
  const { api, recogniser, guard = "warn", onThought = () => undefined } = options;
  const reveals = createReveals(options);
  const channels = createChannelSet(recogniser, reveals, guard);
  const splitter = createFrameSplitter();
  const queue = createFrameQueue();
  const repeat = createRepeatedFrame();
  const thoughts = createThoughtListener(onThought);
  const cacheUsage: CacheUsage = { read: 0, written: 0 };
  let isOver = false;
  let lastNumber = -1;

  function takeFrame(bytes: Uint8Array): void {
    const frame = readFrame(bytes);
    if (frame.data === undefined) return queue.add({ frame, edits: [], pieces: [] });
    const repeated = repeat.match(frame.data);
    if (repeated === undefined) return takeOther(frame, frame.data);
    lastNumber = repeated.number ?? lastNumber;
    queue.add({ frame, edits: [], pieces: [channels.add(repeated.delta, repeated.literal)] });
  }

  function takeOther(frame: Frame, data: string): void {
    const value = parseJson(data);
    if (value === undefined) {
      channels.end("");
      queue.add({ frame, edits: [], pieces: [] });
      return;
    }
    noteCacheUsage(cacheUsage, value);
    thoughts.take(value);
    const { sequence_number: number } = fieldsOf(value);
    if (typeof number === "number") lastNumber = number;
    const { deltas, ends, endsIfAlone } = FIND_DELTAS[api](value);
    const strings = findStrings(data);
    const found = deltas.flatMap((delta) => findLiteral(strings, delta));
    const literals = new Set(found.map(({ literal }) => literal));
    const others = literals.size === 0 ? strings : strings.filter((string) => !literals.has(string));
    const edits = restoreStrings(data, others, recogniser, reveals);
    queue.add({ frame, edits, pieces: found.map(({ literal, delta }) => channels.add(delta, literal)) });
    for (const beginning of ends) channels.end(beginning);
    if (endsIfAlone !== undefined && channels.areAll(endsIfAlone)) channels.end(endsIfAlone);
    const [first] = found;
    const isOneDelta = first !== undefined && found.length === 1 && edits.length === 0;
    if (isOneDelta && channels.has(first.delta.channel)) repeat.remember(data, first.literal, first.delta);
    else repeat.forget();
  }

  function feed(bytes: Uint8Array): Uint8Array[] {
    return collect((out) => {
      for (const frame of splitter.feed(bytes)) {
        takeFrame(frame);
        if (queue.isFull()) channels.flushTexts();
        queue.release(out);
      }
    });
  }

  /** Runs a step of the stream; a call that the guard refuses ends it, after all that came before the call. */
  function collect(step: (out: Uint8Array[]) => void): Uint8Array[] {
    const out: Uint8Array[] = [];
    if (isOver) return out;
    try {
      step(out);
    } catch (error) {
      if (!(error instanceof MaskerError) || error.code !== "blocked") throw error;
      isOver = true;
      channels.flushTexts();
      queue.release(out);
      out.push(formatErrorFrame(api, { message: error.message, isRefusal: true }, lastNumber + 1));
    }
    return out;
  }

  function end(): Uint8Array[] {
    return collect((out) => {
      const rest = splitter.end();
      thoughts.end();
      channels.end("");
      // What lacks its empty line is no event: clients drop it, so it may not complete what the events before began.
      if (rest.length > 0) takeFrame(restoreWhole(rest));
      channels.end("");
      queue.release(out);
    });
  }

  /** What is no stream of events at all may be a whole answer. */
  function restoreWhole(bytes: Uint8Array): Uint8Array {
    const text = Buffer.from(bytes).toString();
    return parseJson(text) === undefined ? bytes : Buffer.from(restoreJson(text, recogniser, reveals));
  }

  return {
    feed,
    end,
    isOver: () => isOver,
    fail: (message) => formatErrorFrame(api, { message, isRefusal: false }, lastNumber + 1),
    tally: reveals.tally,
    cacheUsage,
  };
}

/** The string literal that a delta is: none or one, with the delta. */
function findLiteral(strings: readonly JsonString[], delta: Delta): { literal: JsonString; delta: Delta }[] {
  const key = delta.path.slice(delta.path.lastIndexOf(".") + 1);
  const literal = strings.find((string) => string.key === key && !string.isKey && pathOf(string) === delta.path);
  return literal === undefined ? [] : [{ literal, delta }];
}

/** undefined for what is not JSON: `[DONE]`, or the data of a server that speaks something else. */
function parseJson(data: string): unknown {
  try {
    return JSON.parse(data) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
