import { fieldsOf, itemsOf, numberOf, type Delta, type FrameDeltas } from "./frame-deltas.ts";

/** Fields of a delta that are text, those of LiteLLM and other servers included. */
const TEXT_FIELDS = ["content", "refusal", "reasoning_content", "reasoning"];

/**
 * OpenAI chat completions and legacy completions. Source: `ChatCompletionChunk` of openai 6.49. A choice says nowhere
 * that its text is over: another text or a tool call that begins does.
 */
export function findChatDeltas(frame: unknown): FrameDeltas {
  const { choices, error } = fieldsOf(frame);
  const deltas: Delta[] = [];
  const ends: string[] = error === undefined ? [] : [""];
  for (const [place, item] of itemsOf(choices).entries()) {
    const choice = fieldsOf(item);
    const own = findChoiceDeltas(choice, `choices.${place}`);
    const block = `${numberOf(choice["index"], place)}:`;
    for (const delta of own) deltas.push({ ...delta, channel: block + delta.channel });
    if (typeof choice["finish_reason"] === "string") ends.push(block);
    else ends.push(...endedTexts(own).map((channel) => block + channel));
  }
  return { deltas, ends };
}

function findChoiceDeltas(choice: Readonly<Record<string, unknown>>, at: string): Delta[] {
  const deltas: Delta[] = [];
  const add = (value: unknown, path: string, channel: string, reading: "text" | "json"): void => {
    if (typeof value === "string") deltas.push({ path, channel, reading, isCall: channel.startsWith("tool") });
  };
  const delta = fieldsOf(choice["delta"]);
  add(choice["text"], `${at}.text`, "text", "text");
  for (const field of TEXT_FIELDS) add(delta[field], `${at}.delta.${field}`, `text:${field}`, "text");
  add(fieldsOf(delta["audio"])["transcript"], `${at}.delta.audio.transcript`, "text:transcript", "text");
  add(fieldsOf(delta["function_call"])["arguments"], `${at}.delta.function_call.arguments`, "tool", "json");
  for (const [place, item] of itemsOf(delta["tool_calls"]).entries()) {
    const call = fieldsOf(item);
    const path = `${at}.delta.tool_calls.${place}`;
    const channel = `tool:${numberOf(call["index"], place)}`;
    add(fieldsOf(call["function"])["arguments"], `${path}.function.arguments`, channel, "json");
    add(fieldsOf(call["custom"])["input"], `${path}.custom.input`, channel, "text");
  }
  return deltas;
}

/** Texts that are over since only others of their choice go on. */
function endedTexts(own: readonly Delta[]): string[] {
  const isGoingOn = (field: string): boolean => own.some(({ channel }) => channel === `text:${field}`);
  return own.length === 0 ? [] : TEXT_FIELDS.filter((field) => !isGoingOn(field)).map((field) => `text:${field}`);
}
