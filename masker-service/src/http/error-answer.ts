import { z } from "@hono/zod-openapi";
import type { ErrorHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import { routePath } from "hono/route";
import { ERROR_CODES, MaskerError } from "../errors.ts";
import { describeError, type Log } from "../log.ts";
import type { Metrics } from "../metrics.ts";
import type { CallerVariables } from "./caller.ts";

/** The one JSON shape of every error. `message` says place, what and cure, and holds no value. */
export const errorSchema = z
  .object({
    error: z.object({
      code: z.enum(ERROR_CODES).openapi({ example: "bad_request" }),
      message: z.string().openapi({ example: 'text: expected string; send {"text": "…"}' }),
    }),
  })
  .openapi("Error");

/** Answers whatever a route threw. What is not a MaskerError is a defect: it is logged, and told in one word. */
export function createErrorAnswer(log: Log, metrics: Metrics): ErrorHandler<CallerVariables> {
  return (thrown, context) => {
    const error = toMaskerError(thrown);
    if (error.code === "store_down") metrics.storeErrors.inc();
    metrics.refused.inc({ code: error.code });
    const event = { event: "refused", route: routePath(context, -1), requestId: context.get("requestId") };
    log.log(error.status >= 500 ? "error" : "info", { message: error.code, ...event, ...describeError(thrown) });
    if (error.status === 503 || error.status === 429) context.header("retry-after", String(error.retryAfterSeconds));
    return context.json({ error: { code: error.code, message: error.message } }, error.status as 500);
  };
}

function toMaskerError(thrown: unknown): MaskerError {
  if (thrown instanceof MaskerError) return thrown;
  // 415 is the framework's answer to another content type, or to none, which is curl's way without a header.
  if (thrown instanceof HTTPException && (thrown.status === 400 || thrown.status === 415)) {
    return new MaskerError("bad_json", "body: not JSON; send a JSON object with content-type application/json");
  }
  return new MaskerError("internal", "the masker failed on this request; its log says where");
}
