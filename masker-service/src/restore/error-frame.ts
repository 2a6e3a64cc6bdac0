import type { Api } from "./deltas/find-deltas.ts";

export interface Failure {
  readonly message: string;
  /** Whether sending the same request again is no use; else clients may try. */
  readonly isRefusal: boolean;
}

/**
 * The event with which a stream of this API ends that cannot go on. Official clients throw on it.
 *
 * @param number the sequence number of the event, for the API that numbers them
 */
export function formatErrorFrame(api: Api, failure: Failure, number: number): Uint8Array {
  return Buffer.from(formatEvent(api, failure, number));
}

function formatEvent(api: Api, { message, isRefusal }: Failure, number: number): string {
  if (api === "anthropic") {
    return namedEvent({ type: "error", error: { type: isRefusal ? "invalid_request_error" : "api_error", message } });
  }
  if (api === "openai-responses") {
    const code = isRefusal ? "invalid_prompt" : "server_error";
    return namedEvent({ type: "error", code, message, param: null, sequence_number: number });
  }
  const error = api === "gemini" ? geminiError(message, isRefusal) : openAiError(message, isRefusal);
  return `data: ${JSON.stringify({ error })}\n\n`;
}

function namedEvent(data: { type: string; [field: string]: unknown }): string {
  return `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
}

function geminiError(message: string, isRefusal: boolean): unknown {
  return isRefusal ? { code: 400, message, status: "INVALID_ARGUMENT" } : { code: 500, message, status: "INTERNAL" };
}

function openAiError(message: string, isRefusal: boolean): unknown {
  const type = isRefusal ? "invalid_request_error" : "server_error";
  return { message, type, param: null, code: isRefusal ? "400" : "500" };
}
