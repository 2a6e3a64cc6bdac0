import { createRoute } from "@hono/zod-openapi";
import { MaskerError } from "../errors.ts";
import { describeError } from "../log.ts";
import { createStreamRestorer } from "../restore/stream-restorer.ts";
import { errorSchema } from "./error-answer.ts";
import { answerHeaders, bytesOf } from "./guardrail-headers.ts";
import { demand } from "./demand.ts";
import { noteRestored } from "./note-restored.ts";
import { noteThoughts } from "./note-thoughts.ts";
import { noteUnissued } from "./note-unissued.ts";
import { openAnswer } from "./open-answer.ts";
import type { AddRoute } from "./parts.ts";

const FAILED = "stream: the masker failed in the middle of it; send the request again";

const route = createRoute({
  method: "post",
  path: "/guardrail/stream",
  summary: "Restore a stream while it is being sent: the answer begins before the request has ended",
  ...demand("guardrail"),
  request: { headers: answerHeaders, body: bytesOf("The provider's server-sent events, as they come") },
  responses: {
    200: bytesOf("The same events with originals; after a failure, one error event in the API's own form"),
    default: { description: "Refused", content: { "application/json": { schema: errorSchema } } },
  },
});

export const addGuardrailStreamRoute: AddRoute = (app, parts) => {
  app.openapi(route, async (context) => {
    const headers = context.req.valid("header");
    const api = headers["x-masker-api"];
    // All that the stream may need is fetched before it begins: after that it waits for its socket alone.
    const { scope, guard, isJson, originals } = await openAnswer(parts, headers["x-masker-ticket"]);
    const unissued = new Set<string>();
    const onUnissued = (placeholder: string): void => void unissued.add(placeholder);
    const { recogniser } = parts.engine();
    const event = { requestId: context.get("requestId"), scope, api };
    const onThought = (digest: string): void => void noteThoughts(parts, event, [digest]);
    const restorer = createStreamRestorer({ api, originals, recogniser, guard, isJson, onUnissued, onThought });
    const end = await parts.streams.enter();
    const finish = (): void => {
      const { restored, unknown } = restorer.tally;
      noteRestored(parts, event, { restored, unknown: unknown.size, cache: restorer.cacheUsage });
      noteUnissued(parts, event, guard, unissued);
    };
    const fail = (controller: TransformStreamDefaultController<Uint8Array>, error: unknown): void => {
      parts.log.error("stream failed", { ...event, event: "restored", ...describeError(error) });
      controller.enqueue(restorer.fail(error instanceof MaskerError ? error.message : FAILED));
      end();
    };
    const frames = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        try {
          sendTogether(controller, restorer.feed(chunk));
          if (!restorer.isOver()) return;
          finish();
          controller.terminate();
          end();
        } catch (error) {
          fail(controller, error);
          controller.terminate();
        }
      },
      flush(controller) {
        try {
          sendTogether(controller, restorer.end());
          finish();
          end();
        } catch (error) {
          fail(controller, error);
        }
      },
      // The client has left, or LiteLLM has.
      cancel: end,
    });
    const body = (context.req.raw.body ?? new ReadableStream<Uint8Array>()).pipeThrough(frames);
    return new Response(body, {
      headers: { "content-type": "text/event-stream", "cache-control": "no-cache" },
    });
  });
};

/** What came together goes together: each piece would be a write of its own, with a chunk's header and a packet. */
function sendTogether(controller: TransformStreamDefaultController<Uint8Array>, frames: readonly Uint8Array[]): void {
  if (frames.length > 0) controller.enqueue(Buffer.concat(frames));
}
