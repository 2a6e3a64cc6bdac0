import { createMiddleware } from "hono/factory";
import { MaskerError } from "../errors.ts";
import type { Tracing } from "../tracing/tracing.ts";
import type { CallerVariables } from "./caller.ts";

/** What the spans of requests are called; other routes have none. */
const NAMES: Readonly<Record<string, string>> = {
  "/mask": "mask",
  "/guardrail/request": "mask",
  "/unmask": "restore",
  "/guardrail/response": "restore",
  "/guardrail/stream": "restore",
};

/** A span for each request that masks or restores, under the caller's; a stream's ends where its answer begins. */
export function traceRequests(tracing: Tracing) {
  return createMiddleware<CallerVariables>(async (context, next) => {
    const name = NAMES[context.req.path];
    if (name === undefined) return next();
    const attributes = { "http.route": context.req.path, "masker.request_id": context.get("requestId") };
    return tracing.span(
      name,
      attributes,
      async (note) => {
        await next();
        note({ "http.response.status_code": context.res.status });
        // Hono answers what a route threw before it comes here.
        const { error } = context;
        if (error !== undefined) note({ "error.type": error instanceof MaskerError ? error.code : "internal" });
      },
      context.req.header("traceparent"),
    );
  });
}
