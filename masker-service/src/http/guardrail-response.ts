import { createRoute } from "@hono/zod-openapi";
import { MaskerError } from "../errors.ts";
import { restoreBody } from "../restore/restore-body.ts";
import { restoreText, type RestoredText } from "../restore/restore-text.ts";
import { openTicket } from "../ticket/open-ticket.ts";
import { errorSchema } from "./error-answer.ts";
import { answerHeaders, bytesOf } from "./guardrail-headers.ts";
import type { AddRoute } from "./parts.ts";
import { readText } from "./read-text.ts";

const route = createRoute({
  method: "post",
  path: "/guardrail/response",
  summary: "Restore a whole answer",
  security: [{ bearer: [] }],
  request: { headers: answerHeaders, body: bytesOf("The provider's JSON answer, byte for byte") },
  responses: {
    200: bytesOf("The answer with its originals; only those that the ticket's request held"),
    default: { description: "Refused", content: { "application/json": { schema: errorSchema } } },
  },
});

export const addGuardrailResponseRoute: AddRoute = (app, parts) => {
  app.openapi(route, async (context) => {
    const headers = context.req.valid("header");
    const { scope, placeholders } = openTicket(parts.ticketKeys, headers["x-masker-ticket"], Date.now());
    const originals = await parts.store.reveal(scope, placeholders);
    const answer = restoreAnswer(await readText(context), originals, parts.engine().recogniser);
    parts.metrics.restored.inc(answer.restored);
    parts.metrics.unknown.inc(answer.unknown.length);
    const event = { event: "restored", requestId: headers["x-request-id"], scope, api: headers["x-masker-api"] };
    parts.log.info("restored", { ...event, restored: answer.restored, unknown: answer.unknown.length });
    return new Response(answer.text, { headers: { "content-type": "application/json" } });
  });
};

/** An answer that is no JSON, such as the page of a proxy on the way, is a text. */
function restoreAnswer(...answer: Parameters<typeof restoreBody>): RestoredText {
  try {
    return restoreBody(...answer);
  } catch (error) {
    if (error instanceof MaskerError && error.code === "bad_json") return restoreText(answer[0], answer[1], answer[2]);
    throw error;
  }
}
