import { createRoute } from "@hono/zod-openapi";
import { MaskerError } from "../errors.ts";
import { describeError } from "../log.ts";
import { createStreamRestorer } from "../restore/stream-restorer.ts";
import { openTicket } from "../ticket/open-ticket.ts";
import { errorSchema } from "./error-answer.ts";
import { answerHeaders, bytesOf } from "./guardrail-headers.ts";
import type { AddRoute } from "./parts.ts";

const FAILED = "stream: the masker failed in the middle of it; send the request again";

const route = createRoute({
  method: "post",
  path: "/guardrail/stream",
  summary: "Restore a stream while it is being sent: the answer begins before the request has ended",
  security: [{ bearer: [] }],
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
    const { scope, placeholders } = openTicket(parts.ticketKeys, headers["x-masker-ticket"], Date.now());
    // All that the stream may need is fetched before it begins: after that it waits for its socket alone.
    const originals = await parts.store.reveal(scope, placeholders);
    const restorer = createStreamRestorer({ api, originals, recogniser: parts.engine().recogniser });
    const event = { event: "restored", requestId: headers["x-request-id"], scope, api };
    const finish = (): void => {
      const { restored, unknown } = restorer.tally;
      parts.metrics.restored.inc(restored);
      parts.metrics.unknown.inc(unknown.size);
      parts.log.info("restored", { ...event, restored, unknown: unknown.size });
    };
    const frames = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        try {
          for (const bytes of restorer.feed(chunk)) controller.enqueue(bytes);
        } catch (error) {
          parts.log.error("stream failed", { ...event, ...describeError(error) });
          controller.enqueue(restorer.fail(error instanceof MaskerError ? error.message : FAILED));
          controller.terminate();
        }
      },
      flush(controller) {
        for (const bytes of restorer.end()) controller.enqueue(bytes);
        finish();
      },
    });
    const body = (context.req.raw.body ?? new ReadableStream<Uint8Array>()).pipeThrough(frames);
    return new Response(body, {
      headers: { "content-type": "text/event-stream", "cache-control": "no-cache" },
    });
  });
};
