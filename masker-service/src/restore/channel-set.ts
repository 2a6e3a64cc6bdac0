import type { JsonString } from "../body/json-string.ts";
import type { Recogniser } from "../token/recogniser.ts";
import { createChannel, type Channel, type Piece } from "./channel.ts";
import { createReader } from "./create-reader.ts";
import type { Delta } from "./deltas/frame-deltas.ts";
import type { Guard } from "./guard.ts";
import type { Reveals } from "./reveal.ts";

/** The texts of a stream that have begun and not ended. */
export interface ChannelSet {
  readonly add: (delta: Delta, literal: JsonString) => Piece;
  readonly has: (name: string) => boolean;
  /** Whether the names of all of them begin so. */
  readonly areAll: (beginning: string) => boolean;
  /** Decides all texts whose names begin so, and forgets them. */
  readonly end: (beginning: string) => void;
  /** Decides what may be decided before the end: all but withheld tool calls. */
  readonly flushTexts: () => void;
}

export function createChannelSet(recogniser: Recogniser, reveals: Reveals, guard: Guard): ChannelSet {
  const texts = new Map<string, Channel>();
  const calls = new Map<string, Channel>();

  function channelOf({ channel: name, isCall, isAnswer, ...delta }: Delta): Channel {
    const channels = isCall ? calls : texts;
    const known = channels.get(name);
    if (known !== undefined) return known;
    const reading = reveals.isJson && isAnswer === true ? "json" : delta.reading;
    const reader = createReader(reading, recogniser, isCall ? reveals.inCall : reveals.inText);
    const created = createChannel(reader, isCall && guard === "block");
    channels.set(name, created);
    return created;
  }

  function end(beginning: string): void {
    for (const channels of [texts, calls]) {
      for (const [name, channel] of channels) {
        if (!name.startsWith(beginning)) continue;
        channel.flush();
        channels.delete(name);
      }
    }
  }

  function flushTexts(): void {
    for (const channel of texts.values()) channel.flush();
    if (guard === "warn") for (const channel of calls.values()) channel.flush();
  }

  return {
    add: (delta, literal) => channelOf(delta).add(literal),
    has: (name) => texts.has(name) || calls.has(name),
    areAll: (beginning) => [...texts.keys(), ...calls.keys()].every((name) => name.startsWith(beginning)),
    end,
    flushTexts,
  };
}
