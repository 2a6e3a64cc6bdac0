import { createRoute, z } from "@hono/zod-openapi";
import { maskBody } from "../mask/mask-body.ts";
import { createThrowaway } from "../mask/throwaway.ts";
import { sealTicket } from "../ticket/seal-ticket.ts";
import { countFound } from "./count-found.ts";
import { errorSchema } from "./error-answer.ts";
import { bytesOf, requestHeaders } from "./guardrail-headers.ts";
import type { AddRoute } from "./parts.ts";
import { readText } from "./read-text.ts";

const route = createRoute({
  method: "post",
  path: "/guardrail/request",
  summary: "Mask the body of a request to a provider",
  security: [{ bearer: [] }],
  request: { headers: requestHeaders, body: bytesOf("The client's JSON body, byte for byte") },
  responses: {
    200: {
      description: "The body with placeholders, and the ticket with which its answer is restored",
      content: { "application/json": { schema: z.object({ ticket: z.string(), body: z.unknown() }) } },
    },
    204: { description: "Nothing was found: forward the body as it is; its answer needs no restoring" },
    default: { description: "Refused: send nothing on", content: { "application/json": { schema: errorSchema } } },
  },
});

export const addGuardrailRequestRoute: AddRoute = (app, parts) => {
  app.openapi(route, async (context) => {
    const begun = performance.now();
    const headers = context.req.valid("header");
    const scope = headers["x-masker-scope"];
    const api = headers["x-masker-api"];
    const store = headers["x-masker-mode"] === "throwaway" ? createThrowaway() : parts.store;
    const json = await readText(context);
    const masked = await maskBody(parts.engine().maskTexts, scope, json, store);
    const kinds = countFound(parts.metrics, masked);
    parts.log.info("masked", {
      event: "masked",
      requestId: headers["x-request-id"],
      scope,
      api,
      kinds,
      learned: masked.learned,
      characters: json.length,
      milliseconds: Math.round((performance.now() - begun) * 1000) / 1000,
    });
    if (masked.body === undefined) return context.body(null, 204);
    const ticket = sealTicket(parts.ticketKeys[0], { scope, placeholders: masked.placeholders }, Date.now());
    // Assembled as text: parsing the body to serialise it again would change it.
    return new Response(`{"ticket":${JSON.stringify(ticket)},"body":${masked.body}}`, {
      headers: { "content-type": "application/json" },
    });
  });
};
