import { findStrings } from "../body/find-strings.ts";
import { pathOf, type JsonString } from "../body/json-string.ts";
import { createFrameSplitter } from "../sse/frame-splitter.ts";
import { readFrame } from "../sse/frame.ts";
import type { Recogniser } from "../token/recogniser.ts";
import { createChannel, type Channel, type Piece } from "./channel.ts";
import { createReader } from "./create-reader.ts";
import { FIND_DELTAS, type Api } from "./deltas/find-deltas.ts";
import { fieldsOf, type Delta } from "./deltas/frame-deltas.ts";
import { formatErrorFrame } from "./error-frame.ts";
import { createFrameQueue } from "./frame-queue.ts";
import { restoreJson } from "./restore-body.ts";
import { restoreStrings } from "./restore-strings.ts";
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
  const channels = new Map<string, Channel>();
  let lastNumber = -1;

  function takeFrame(bytes: Uint8Array): void {
    const frame = readFrame(bytes);
    const value = parseJson(frame.data);
    if (frame.data === undefined || value === undefined) {
      if (frame.data !== undefined) endChannels("");
      queue.add({ frame, edits: [], pieces: [] });
      return;
    }
    const { sequence_number: number } = fieldsOf(value);
    if (typeof number === "number") lastNumber = number;
    const { deltas, ends } = FIND_DELTAS[api](value);
    const strings = findStrings(frame.data);
    const literals = findLiterals(strings, deltas);
    const others = strings.filter((string) => !literals.includes(string));
    const edits = restoreStrings(frame.data, others, recogniser, reveal);
    const pieces: Piece[] = [];
    for (const [index, delta] of deltas.entries()) {
      const literal = literals[index];
      if (literal !== undefined) pieces.push(channelOf(delta).add(literal));
    }
    queue.add({ frame, edits, pieces });
    for (const beginning of ends) endChannels(beginning);
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

/** Per delta, the string literal that it is. */
function findLiterals(strings: readonly JsonString[], deltas: readonly Delta[]): (JsonString | undefined)[] {
  if (deltas.length === 0) return [];
  const byPath = new Map(strings.filter(({ isKey }) => !isKey).map((string) => [pathOf(string), string]));
  return deltas.map(({ path }) => byPath.get(path));
}

/** undefined for what is not JSON: `[DONE]`, or the data of a server that speaks something else. */
function parseJson(data: string | undefined): unknown {
  if (data === undefined) return undefined;
  try {
    return JSON.parse(data) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
