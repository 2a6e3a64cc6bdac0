import type { Api } from "../../masker-service/src/restore/deltas/find-deltas.ts";
import { cutEvery } from "../restore/read-in-pieces.ts";

export interface Said {
  readonly text: string;
  /** What a tool is called with. */
  readonly input: object;
}

/** The events of an answer that says a text and then calls a tool, as far as the API streams either, in deltas of `size`. */
export function buildEvents(api: Api, { text, input }: Said, size: number): string[] {
  const texts = cutEvery(text, size);
  const pieces = cutEvery(JSON.stringify(input), size);
  if (api === "anthropic") {
    const delta = (index: number, fields: object) => data({ type: "content_block_delta", index, delta: fields });
    return [
      ...texts.map((piece) => delta(0, { type: "text_delta", text: piece })),
      data({ type: "content_block_stop", index: 0 }),
      ...pieces.map((piece) => delta(1, { type: "input_json_delta", partial_json: piece })),
      data({ type: "content_block_stop", index: 1 }),
    ];
  }
  if (api === "openai-responses") {
    const events = [
      ...texts.map((piece) => ({ type: "response.output_text.delta", output_index: 0, delta: piece })),
      { type: "response.output_text.done", output_index: 0, text },
      ...pieces.map((piece) => ({ type: "response.function_call_arguments.delta", output_index: 1, delta: piece })),
      { type: "response.function_call_arguments.done", output_index: 1, arguments: JSON.stringify(input) },
    ];
    return events.map((event, at) => data({ ...event, sequence_number: at }));
  }
  if (api === "gemini") {
    const part = (fields: object) => data({ candidates: [{ index: 0, content: { parts: [fields] } }] });
    return [...texts.map((piece) => part({ text: piece })), part({ functionCall: { name: "f", args: input } })];
  }
  const choice = (fields: object) => data({ choices: [{ index: 0, ...fields }] });
  if (api === "openai-completions") return texts.map((piece) => choice({ text: piece }));
  const call = (piece: string) => ({ tool_calls: [{ index: 0, function: { arguments: piece } }] });
  return [
    ...texts.map((piece) => choice({ delta: { content: piece } })),
    ...pieces.map((piece) => choice({ delta: call(piece) })),
    choice({ delta: {}, finish_reason: "tool_calls" }),
  ];
}

function data(value: object): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}
