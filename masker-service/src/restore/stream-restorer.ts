import { findStrings } from "../body/find-strings.ts";
import { pathOf, type JsonString } from "../body/json-string.ts";
import { createFrameSplitter } from "../sse/frame-splitter.ts";
import { readFrame, type Frame } from "../sse/frame.ts";
import type { Recogniser } from "../token/recogniser.ts";
import { createChannel, type Channel } from "./channel.ts";
import { createReader } from "./create-reader.ts";
import { FIND_DELTAS, type Api } from "./deltas/find-deltas.ts";
import { fieldsOf, type Delta } from "./deltas/frame-deltas.ts";
import { formatErrorFrame } from "./error-frame.ts";
import { createFrameQueue } from "./frame-queue.ts";
import { restoreJson } from "./restore-body.ts";
import { restoreStrings } from "./restore-strings.ts";
import { createRepeatedFrame } from "./repeated-frame.ts";
import { createReveal, type Tally } from "./reveal.ts";

export interface StreamRestorerOptions {
  readonly api: Api;
  /** Placeholder, canonical → original: those of this request, no others. */
  readonly originals: ReadonlyMap<string, string>;
  readonly recogniser: Recogniser;
  readonly onUnknown?: (placeholder: string) => void;
}

export interface StreamRestorer {
  /** Takes bytes as the network cut them; returns what may go out now, to be sent in order. */
  readonly feed: (bytes: Uint8Array) => Uint8Array[];
  /** The upstream is done, or gone: all that is left. */
  readonly end: () => Uint8Array[];
  /** In place of all that is left: the event by which clients of this API know that the answer failed. */
  readonly fail: (message: string) => Uint8Array;
  readonly tally: Readonly<Tally>;
}

/**
 * Restores a stream of server-sent events of any API. One rule for all:
 *
 * - Frames leave in the order they came, none is added and none dropped, so numbered events keep their numbers.
 * - A frame waits while the end of one of its deltas may be the beginning of a placeholder, and those after it wait
 *   behind it. That is decided by the next delta of the same text, at the latest by the end of its block.
 * - If it was none, they go out byte for byte. If it was one, the original goes into the delta in which its
 *   placeholder began, and the deltas after that lose their part of it.
 * - Every other string of a frame, of an event that nobody knows too, is restored by itself.
 */
export function createStreamRestorer({ api, originals, recogniser, onUnknown }: StreamRestorerOptions): StreamRestorer {
  const tally: Tally = { restored: 0, unknown: new Set() };
  const reveal = createReveal(originals, tally, onUnknown);
  const splitter = createFrameSplitter();
  const queue = createFrameQueue();
  const repeat = createRepeatedFrame();
  const channels = new Map<string, Channel>();
  let lastNumber = -1;

  function takeFrame(bytes: Uint8Array): void {
    const frame = readFrame(bytes);
    if (frame.data === undefined) return queue.add({ frame, edits: [], pieces: [] });
    const repeated = repeat.match(frame.data);
    if (repeated === undefined) return takeOther(frame, frame.data);
    lastNumber = repeated.number ?? lastNumber;
    queue.add({ frame, edits: [], pieces: [channelOf(repeated.delta).add(repeated.literal)] });
  }

  function takeOther(frame: Frame, data: string): void {
    const value = parseJson(data);
    if (value === undefined) {
      endChannels("");
      queue.add({ frame, edits: [], pieces: [] });
      return;
    }
    const { sequence_number: number } = fieldsOf(value);
    if (typeof number === "number") lastNumber = number;
    const { deltas, ends } = FIND_DELTAS[api](value);
    const strings = findStrings(data);
    const found = deltas.flatMap((delta) => findLiteral(strings, delta));
    const literals = new Set(found.map(({ literal }) => literal));
    const others = literals.size === 0 ? strings : strings.filter((string) => !literals.has(string));
    const edits = restoreStrings(data, others, recogniser, reveal);
    queue.add({ frame, edits, pieces: found.map(({ literal, delta }) => channelOf(delta).add(literal)) });
    for (const beginning of ends) endChannels(beginning);
    const [first] = found;
    const isOneDelta = first !== undefined && found.length === 1 && edits.length === 0;
    if (isOneDelta && channels.has(first.delta.channel)) repeat.remember(data, first.literal, first.delta);
    else repeat.forget();
  }

  function channelOf({ channel, reading }: Delta): Channel {
    const known = channels.get(channel);
    if (known !== undefined) return known;
    const created = createChannel(createReader(reading, recogniser, reveal));
    channels.set(channel, created);
    return created;
  }

  function endChannels(beginning: string): void {
    for (const [name, channel] of channels) {
      if (!name.startsWith(beginning)) continue;
      channel.flush();
      channels.delete(name);
    }
  }

  function feed(bytes: Uint8Array): Uint8Array[] {
    const out: Uint8Array[] = [];
    for (const frame of splitter.feed(bytes)) {
      takeFrame(frame);
      if (queue.isFull()) for (const channel of channels.values()) channel.flush();
      queue.release(out);
    }
    return out;
  }

  function end(): Uint8Array[] {
    const out: Uint8Array[] = [];
    const rest = splitter.end();
    endChannels("");
    // What lacks its empty line is no event: clients drop it, so it may not complete what the events before began.
    if (rest.length > 0) takeFrame(restoreWhole(rest));
    endChannels("");
    queue.release(out);
    return out;
  }

  /** What is no stream of events at all may be a whole answer. */
  function restoreWhole(bytes: Uint8Array): Uint8Array {
    const text = Buffer.from(bytes).toString();
    return parseJson(text) === undefined ? bytes : Buffer.from(restoreJson(text, recogniser, reveal));
  }

  return { feed, end, fail: (message) => formatErrorFrame(api, message, lastNumber + 1), tally };
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
