import { readdirSync, readFileSync } from "node:fs";
import type { Api } from "../../../masker-service/src/restore/deltas/find-deltas.ts";
import type { Recording } from "../../e2e/recording/recording.ts";

const FOLDER = new URL("../../e2e/recordings/", import.meta.url);
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
  for (const name of readdirSync(FOLDER)) {
    if (!name.endsWith(".json")) continue;
    const recording = JSON.parse(readFileSync(new URL(name, FOLDER), "utf8")) as Recording;
    const api = APIS.find(([path]) => path.test(recording.path))?.[1];
    if (api === undefined || !recording.contentType.startsWith("text/event-stream")) continue;
    streams.push({ name: `${name} (${recording.client})`, api, text: recording.response });
  }
  return streams;
}
