/** Events of the form that the recordings show, for what no recording has. */
export function textDelta(index: number, text: string): string {
  return event({ type: "content_block_delta", index, delta: { type: "text_delta", text } });
}

export function inputDelta(index: number, json: string): string {
  return event({ type: "content_block_delta", index, delta: { type: "input_json_delta", partial_json: json } });
}

export function blockStop(index: number): string {
  return event({ type: "content_block_stop", index });
}

export const PING = event({ type: "ping" });

export function event(data: { type: string; [field: string]: unknown }): string {
  return `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
}
