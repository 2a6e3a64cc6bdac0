import { createMiddleware } from "hono/factory";
import type { Limits } from "../limits.ts";
import type { Metrics } from "../metrics.ts";
import { HEAVY_BYTES } from "./heavy.ts";
import { createLane } from "./lane.ts";

/** A body of 32 MiB takes several times that in memory while it is masked. */
const HEAVY_AT_ONCE = 2;
/** They need neither Redis nor a body, or answer at once. */
const UNHINDERED = new Set(["/health", "/ready", "/metrics", "/patterns", "/openapi.json", "/guardrail/stream"]);

/**
 * Takes up a few requests at a time, before it reads their bodies, so that memory has a bound. Those with much to
 * read have a lane of their own: others never wait for them.
 */
export function admitRequests({ atOnce, waiting }: Limits, metrics: Metrics) {
  const onChange = (lane: string, working: number, inQueue: number): void => {
    metrics.working.set({ lane }, working);
    metrics.waiting.set({ lane }, inQueue);
  };
  const light = createLane({ name: "light", most: atOnce, mostWaiting: waiting, onChange });
  const heavy = createLane({ name: "heavy", most: HEAVY_AT_ONCE, mostWaiting: waiting, onChange });
  return createMiddleware(async (context, next) => {
    if (UNHINDERED.has(context.req.path)) return next();
    // One that does not say how long it is may be as long as the limit.
    const length = Number(
      context.req.header("content-length") ?? (context.req.header("transfer-encoding") ? Infinity : 0),
    );
    const end = await (length < HEAVY_BYTES ? light : heavy).enter();
    try {
      return await next();
    } finally {
      end();
    }
  });
}
