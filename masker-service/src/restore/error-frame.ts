import type { Api } from "./deltas/find-deltas.ts";

/**
 * The event with which a stream of this API ends that cannot go on. Official clients throw on it.
 *
 * @param number the sequence number of the event, for the API that numbers them
 */
export function formatErrorFrame(api: Api, message: string, number: number): Uint8Array {
  return Buffer.from(formatEvent(api, message, number));
}

function formatEvent(api: Api, message: string, number: number): string {
  if (api === "anthropic") return namedEvent({ type: "error", error: { type: "api_error", message } });
  if (api === "openai-responses") {
    return namedEvent({ type: "error", code: "server_error", message, param: null, sequence_number: number });
  }
  const error = api === "gemini" ? { code: 500, message, status: "INTERNAL" } : openAiError(message);
  return `data: ${JSON.stringify({ error })}\n\n`;
}

function namedEvent(data: { type: string; [field: string]: unknown }): string {
  return `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
}

function openAiError(message: string): unknown {
  return { message, type: "server_error", param: null, code: "500" };
}
