import type { Api } from "../../../masker-service/src/restore/deltas/find-deltas.ts";
import { createStreamRestorer, type StreamRestorer } from "../../../masker-service/src/restore/stream-restorer.ts";
import { recogniser } from "../originals.ts";

export const LINE_ENDS = { LF: "\n", CRLF: "\r\n", CR: "\r" };

export function createRestorer(api: Api, originals: ReadonlyMap<string, string>): StreamRestorer {
  return createStreamRestorer({ api, originals, recogniser });
}

/** A whole stream through one restorer, as chunks end at `cuts`. */
export function restoreStream(
  api: Api,
  originals: ReadonlyMap<string, string>,
  bytes: Uint8Array,
  cuts: readonly number[] = [],
): string {
  const restorer = createRestorer(api, originals);
  const edges = [0, ...cuts, bytes.length];
  const out = edges.slice(1).flatMap((end, index) => restorer.feed(bytes.subarray(edges[index], end)));
  return Buffer.concat([...out, ...restorer.end()]).toString();
}
