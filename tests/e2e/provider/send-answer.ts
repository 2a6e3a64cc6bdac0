import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Answer, Chunk } from "./answer.ts";

/** Sends a whole body; cuts the connection half way where the answer says that the provider dies. */
export async function sendWhole(response: ServerResponse, status: number, body: object, answer: Answer): Promise<void> {
  if (answer.delayBeforeStart !== undefined) await sleep(answer.delayBeforeStart);
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": bytes.length,
    "request-id": "req_stand_in",
  });
  if (answer.dieAfterDeltas === undefined) {
    response.end(bytes);
    return;
  }
  response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
}

/** Sends a stream at the answer's pace, stops when the client leaves, dies or fails where the answer says so. */
export async function sendStream(
  response: ServerResponse,
  chunks: Iterable<Chunk>,
  errorChunk: (error: NonNullable<Answer["error"]>) => Chunk,
  answer: Answer,
  contentType = "text/event-stream; charset=utf-8",
): Promise<void> {
  if (answer.delayBeforeStart !== undefined) await sleep(answer.delayBeforeStart);
  response.writeHead(200, {
    "content-type": contentType,
    "cache-control": "no-cache",
    "request-id": "req_stand_in",
  });
  let deltas = 0;
  for (const chunk of chunks) {
    if (response.destroyed) return;
    if (deltas === answer.dieAfterDeltas) return void response.destroy();
    if (deltas === answer.failAfterDeltas?.deltas)
      return void response.end(errorChunk(answer.failAfterDeltas.error).text);
    if (chunk.isDelta && deltas > 0 && answer.delayBetweenDeltas !== undefined) await sleep(answer.delayBetweenDeltas);
    if (chunk.isDelta) deltas++;
    if (!response.write(chunk.text) && !response.destroyed)
      await Promise.race([once(response, "drain"), once(response, "close")]);
  }
  response.end();
}
