import { fieldsOf, itemsOf, numberOf, type Delta, type FrameDeltas } from "./frame-deltas.ts";

/** Fields of a delta that are text, those of LiteLLM and other servers included. */
const TEXT_FIELDS = ["content", "refusal", "reasoning_content", "reasoning"];
const FIRST = "0:";

/**
 * OpenAI chat completions and legacy completions. Source: `ChatCompletionChunk` of openai 6.49. A choice says nowhere
 * that its text is over: another text or a tool call that begins does.
 *
 * Of several choices LiteLLM forwards only the `finish_reason` that comes first, and gives it index 0 whichever choice it was: while
 * another choice is open it ends nothing.
 */
export function findChatDeltas(frame: unknown): FrameDeltas {
  const { choices, error } = fieldsOf(frame);
  const deltas: Delta[] = [];
  const ends: string[] = error === undefined ? [] : [""];
  let isFirstFinished = false;
  for (const [place, item] of itemsOf(choices).entries()) {
    const choice = fieldsOf(item);
    const own = findChoiceDeltas(choice, `choices.${place}`);
    const index = numberOf(choice["index"], place);
    const block = `${index}:`;
    for (const delta of own) deltas.push({ ...delta, channel: block + delta.channel });
    const isFinished = typeof choice["finish_reason"] === "string";
    if (isFinished && index === 0) isFirstFinished = true;
    else if (isFinished) ends.push(block);
    else ends.push(...endedTexts(own).map((channel) => block + channel));
  }
  return { deltas, ends, ...(isFirstFinished && { endsIfAlone: FIRST }) };
}

function findChoiceDeltas(choice: Readonly<Record<string, unknown>>, at: string): Delta[] {
  const deltas: Delta[] = [];
  const add = (value: unknown, path: string, channel: string, reading: "text" | "json"): void => {
    if (typeof value === "string") {
      const isAnswer = channel === "text:content";
      deltas.push({ path, channel, reading, isCall: channel.startsWith("tool"), isAnswer });
    }
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
