import { finished } from "node:stream";
import type { HttpBindings } from "@hono/node-server";
import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { Metrics } from "../metrics.ts";
import { bodyBytesOf } from "./counted-messages.ts";

/** Counts each request and times it until its answer begins; a stream's own time is its sender's. Its bytes count when it is over. */
export function measureRequests(metrics: Metrics): MiddlewareHandler {
  return async (context, next) => {
    const begun = performance.now();
    await next();
    // The path as registered, not as asked for: a label must not grow with what clients send.
    const route = context.res.status === 404 ? "unknown" : routePath(context, -1);
    metrics.requests.inc({ route, status: context.res.status });
    metrics.seconds.observe({ route }, (performance.now() - begun) / 1000);
    // Without a port, as in tests, there is no environment.
    const { incoming, outgoing } = (context.env ?? {}) as Partial<HttpBindings>;
    if (incoming === undefined || outgoing === undefined) return;
    finished(outgoing, () => {
      metrics.bytes.inc({ route, direction: "in" }, bodyBytesOf(incoming));
      metrics.bytes.inc({ route, direction: "out" }, bodyBytesOf(outgoing));
    });
  };
}
