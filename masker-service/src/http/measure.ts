import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { Metrics } from "../metrics.ts";

/** Counts each request and times it until its answer begins; a stream's own time is its sender's. */
export function measureRequests(metrics: Metrics): MiddlewareHandler {
  return async (context, next) => {
    const begun = performance.now();
    await next();
    // The path as registered, not as asked for: a label must not grow with what clients send.
    const route = context.res.status === 404 ? "unknown" : routePath(context, -1);
    metrics.requests.inc({ route, status: context.res.status });
    metrics.seconds.observe({ route }, (performance.now() - begun) / 1000);
    metrics.bytes.inc({ route, direction: "in" }, Number(context.req.header("content-length") ?? 0));
    metrics.bytes.inc({ route, direction: "out" }, Number(context.res.headers.get("content-length") ?? 0));
  };
}
