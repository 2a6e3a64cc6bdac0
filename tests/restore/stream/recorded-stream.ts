import type { Api } from "../../../masker-service/src/restore/deltas/find-deltas.ts";
import { loadRecordings } from "../../e2e/recording/load-recordings.ts";

const APIS: readonly [path: RegExp, api: Api][] = [
  [/^\/v1\/messages/, "anthropic"],
  [/^\/v1\/chat\/completions/, "openai-chat"],
  [/^\/v1\/completions/, "openai-completions"],
  [/^\/v1\/responses/, "openai-responses"],
  [/:streamGenerateContent/, "gemini"],
];

export interface RecordedStream {
  readonly name: string;
  readonly api: Api;
  /** Server-sent events, lines ended by LF. */
  readonly text: string;
}

/** The streams among the recordings. */
export function loadRecordedStreams(): RecordedStream[] {
  const streams: RecordedStream[] = [];
  for (const { file, recording } of loadRecordings()) {
    const api = APIS.find(([path]) => path.test(recording.path))?.[1];
    if (api === undefined || !recording.contentType.startsWith("text/event-stream")) continue;
    streams.push({ name: `${file} (${recording.client})`, api, text: recording.response });
  }
  return streams;
}
