import type { Api } from "../../../masker-service/src/restore/deltas/find-deltas.ts";
import { cutEvery } from "../read-in-pieces.ts";

/** One event of a stream, lines ended by LF. Read and written here apart from the code under test, and simpler. */
export interface Event {
  /** What is before the data: `event: x`, comments. */
  readonly head: string;
  /** undefined if there is none, or it is not JSON. */
  readonly value: unknown;
  readonly text: string;
}

interface EventDelta {
  readonly channel: string;
  readonly path: Path;
  readonly text: string;
}

type Path = readonly (string | number)[];

const PATHS: Readonly<Record<string, readonly Path[]>> = {
  anthropic: [
    ["delta", "text"],
    ["delta", "partial_json"],
    ["delta", "thinking"],
  ],
  "openai-chat": [
    ["choices", 0, "delta", "content"],
    ["choices", 0, "delta", "reasoning_content"],
    ["choices", 0, "delta", "refusal"],
    ["choices", 0, "delta", "function_call", "arguments"],
    ["choices", 0, "delta", "tool_calls", 0, "custom", "input"],
    ["choices", 0, "delta", "tool_calls", 0, "function", "arguments"],
  ],
  "openai-completions": [["choices", 0, "text"]],
  "openai-responses": [["delta"]],
  gemini: [["candidates", 0, "content", "parts", 0, "text"]],
};

export function readEvents(stream: string): Event[] {
  const blocks = stream.split("\n\n").filter((block) => block.trim() !== "");
  return blocks.map((text) => {
    const at = text.search(/^data: \{/m);
    return at === -1
      ? { head: "", value: undefined, text: `${text}\n\n` }
      : { head: text.slice(0, at), value: JSON.parse(text.slice(at + 6)) as unknown, text: `${text}\n\n` };
  });
}

/** The piece of a text that an event carries, and which text that is. */
function deltaOf(api: Api, value: unknown): EventDelta | undefined {
  for (const path of PATHS[api] ?? []) {
    const text = path.reduce(memberOf, value);
    if (typeof text !== "string" || text === "") continue;
    const choice = memberOf(memberOf(memberOf(value, "choices"), 0), "index");
    const block = [memberOf(value, "index"), memberOf(value, "type"), memberOf(value, "output_index"), choice].join();
    const isThought = memberOf(path.slice(0, -1).reduce(memberOf, value), "thought") === true;
    return { channel: `${block} ${path.join(".")}${isThought ? " of a thought" : ""}`, path, text };
  }
  return undefined;
}

/** The same stream with its texts in pieces of `size` units; events that are numbered are numbered anew. */
export function recut(api: Api, stream: string, size: number): string {
  const written: string[] = [];
  const events = readEvents(stream);
  let number = 0;
  for (let at = 0; at < events.length; at++) {
    const event = events[at];
    const delta = deltaOf(api, event?.value);
    let joined = delta?.text ?? "";
    for (let next = nextDelta(api, events, at, delta); next !== undefined; next = nextDelta(api, events, at, delta)) {
      joined += next.text;
      at++;
    }
    for (const piece of delta === undefined ? [undefined] : cutEvery(joined, size)) {
      const value = structuredClone(event?.value);
      if (delta !== undefined) setMember(delta.path.slice(0, -1).reduce(memberOf, value), delta.path.at(-1), piece);
      if (typeof memberOf(value, "sequence_number") === "number") setMember(value, "sequence_number", number++);
      written.push(
        value === undefined ? (event?.text ?? "") : `${event?.head ?? ""}data: ${JSON.stringify(value)}\n\n`,
      );
    }
  }
  return written.join("");
}

function nextDelta(
  api: Api,
  events: readonly Event[],
  at: number,
  delta: EventDelta | undefined,
): EventDelta | undefined {
  const next = deltaOf(api, events[at + 1]?.value);
  return next !== undefined && next.channel === delta?.channel ? next : undefined;
}

/** What a client makes of a stream: each text joined, and all events in order, their deltas emptied. */
export function assemble(api: Api, stream: string): { texts: Map<string, string>; events: unknown[] } {
  const texts = new Map<string, string>();
  const events = readEvents(stream).map(({ value, text }) => {
    const delta = deltaOf(api, value);
    if (delta === undefined) return value ?? text;
    texts.set(delta.channel, (texts.get(delta.channel) ?? "") + delta.text);
    setMember(delta.path.slice(0, -1).reduce(memberOf, value), delta.path.at(-1), "");
    return value;
  });
  return { texts, events };
}

function memberOf(value: unknown, name: string | number): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string | number, unknown>)[name] : undefined;
}

function setMember(value: unknown, name: string | number | undefined, member: unknown): void {
  (value as Record<string | number, unknown>)[name ?? ""] = member;
}
