import { OpenAPIHono } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { requestId } from "hono/request-id";
import { MaskerError } from "./errors.ts";
import { admitRequests } from "./http/admit.ts";
import { requireBearer } from "./http/bearer.ts";
import type { CallerVariables, NamedKey } from "./http/caller.ts";
import { addDeleteScopeRoute } from "./http/delete-scope.ts";
import { createErrorAnswer } from "./http/error-answer.ts";
import { addForgetValueRoute } from "./http/forget-value.ts";
import { addGuardrailRequestRoute } from "./http/guardrail-request.ts";
import { addGuardrailResponseRoute } from "./http/guardrail-response.ts";
import { addGuardrailStreamRoute } from "./http/guardrail-stream.ts";
import { addHealthRoutes } from "./http/health.ts";
import { createLane } from "./http/lane.ts";
import { limitRate } from "./http/limit-rate.ts";
import { limitReading } from "./http/limit-reading.ts";
import { addMaskRoute } from "./http/mask.ts";
import { measureRequests } from "./http/measure.ts";
import { addMetricsRoute } from "./http/metrics.ts";
import type { Parts } from "./http/parts.ts";
import { addPatternsRoute } from "./http/patterns.ts";
import { addScopeStatisticsRoute } from "./http/scope-statistics.ts";
import { traceRequests } from "./http/trace-requests.ts";
import { addUnmaskRoute } from "./http/unmask.ts";
import type { Limits } from "./limits.ts";

/** Answered without a key: what a load balancer asks. */
const OPEN_ROUTES = new Set(["/health", "/ready"]);
const UNLIMITED_ROUTES = new Set(["/guardrail/stream"]);

export interface AppOptions {
  readonly keys: readonly NamedKey[];
  readonly bodyLimitBytes: number;
  readonly limits: Limits;
}

/** The masker's HTTP API; test it with `app.request()`, no port needed. */
export function createApp(parts: Parts, { keys, bodyLimitBytes, limits }: AppOptions): OpenAPIHono<CallerVariables> {
  const app = new OpenAPIHono<CallerVariables>({ defaultHook: refuseInvalid });
  const bearer = requireBearer(keys);
  const streams = createLane({
    name: "stream",
    most: limits.streams,
    mostWaiting: 0,
    onChange: (lane, working) => parts.metrics.working.set({ lane }, working),
  });
  const limit = limitBody(bodyLimitBytes);
  app.onError(createErrorAnswer(parts.log, parts.metrics));
  app.notFound(() => {
    throw new MaskerError("not_found", "route: there is none of this method and path; see /openapi.json");
  });
  app.use(requestId());
  if (parts.tracing !== undefined) app.use(traceRequests(parts.tracing));
  app.use(measureRequests(parts.metrics));
  app.use(async (context, next) => (OPEN_ROUTES.has(context.req.path) ? next() : bearer(context, next)));
  app.use(limitRate(limits.perMinute));
  app.use(admitRequests(limits, parts.metrics));
  app.use(limitReading(limits.bodySeconds));
  app.use(async (context, next) => (UNLIMITED_ROUTES.has(context.req.path) ? next() : limit(context, next)));
  for (const addRoute of [
    addHealthRoutes,
    addMaskRoute,
    addUnmaskRoute,
    addPatternsRoute,
    addMetricsRoute,
    addScopeStatisticsRoute,
    addForgetValueRoute,
    addDeleteScopeRoute,
    addGuardrailRequestRoute,
    addGuardrailResponseRoute,
    addGuardrailStreamRoute,
  ]) {
    addRoute(app, { ...parts, limits, streams });
  }
  app.openAPIRegistry.registerComponent("securitySchemes", "bearer", {
    type: "http",
    scheme: "bearer",
    description: "MASKER_API_KEY, or a key of MASKER_KEYS. With each route stands the right that its role must have.",
  });
  app.doc31("/openapi.json", {
    openapi: "3.1.0",
    info: { title: "Masker", version: "1", description: "Masks AWS identifiers and secrets, and restores them." },
  });
  return app;
}

function refuseInvalid(result: {
  success: boolean;
  error?: { issues: { path: PropertyKey[]; message: string }[] };
}): void {
  if (result.success) return;
  const issues = result.error?.issues ?? [];
  const wrong = issues.map(({ path, message }) => `${path.map(String).join(".") || "body"}: ${message}`);
  throw new MaskerError("bad_request", `${wrong.join("; ")}; see /openapi.json`);
}

/** By the declared length where there is one: Node holds clients to it, and Hono's own limit makes a web stream of each body. */
function limitBody(maxSize: number): MiddlewareHandler {
  const onError = (): never => {
    throw new MaskerError("too_large", `body: over ${maxSize} bytes; send less, or raise MASKER_BODY_LIMIT_BYTES`);
  };
  const limitUndeclared = bodyLimit({ maxSize, onError });
  return async (context, next) => {
    const declared = context.req.header("content-length");
    if (declared === undefined) return limitUndeclared(context, next);
    if (Number(declared) > maxSize) onError();
    await next();
    return undefined;
  };
}
