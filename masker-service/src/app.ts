import { OpenAPIHono } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import { MaskerError } from "./errors.ts";
import { requireBearer } from "./http/bearer.ts";
import { createErrorAnswer } from "./http/error-answer.ts";
import { addGuardrailRequestRoute } from "./http/guardrail-request.ts";
import { addGuardrailResponseRoute } from "./http/guardrail-response.ts";
import { addGuardrailStreamRoute } from "./http/guardrail-stream.ts";
import { addHealthRoutes } from "./http/health.ts";
import { addMaskRoute } from "./http/mask.ts";
import { measureRequests } from "./http/measure.ts";
import { addMetricsRoute } from "./http/metrics.ts";
import type { Parts } from "./http/parts.ts";
import { addPatternsRoute } from "./http/patterns.ts";
import { addUnmaskRoute } from "./http/unmask.ts";

/** Answered without a key: what a load balancer asks. */
const OPEN_ROUTES = new Set(["/health", "/ready"]);
const UNLIMITED_ROUTES = new Set(["/guardrail/stream"]);

export interface AppOptions {
  readonly apiKey: string;
  readonly bodyLimitBytes: number;
}

/** The masker's HTTP API; test it with `app.request()`, no port needed. */
export function createApp(parts: Parts, { apiKey, bodyLimitBytes }: AppOptions): OpenAPIHono {
  const app = new OpenAPIHono({ defaultHook: refuseInvalid });
  const bearer = requireBearer(apiKey);
  const limit = limitBody(bodyLimitBytes);
  app.onError(createErrorAnswer(parts.log, parts.metrics));
  app.notFound(() => {
    throw new MaskerError("not_found", "route: there is none of this method and path; see /openapi.json");
  });
  app.use(measureRequests(parts.metrics));
  app.use(async (context, next) => (OPEN_ROUTES.has(context.req.path) ? next() : bearer(context, next)));
  app.use(async (context, next) => (UNLIMITED_ROUTES.has(context.req.path) ? next() : limit(context, next)));
  for (const addRoute of [
    addHealthRoutes,
    addMaskRoute,
    addUnmaskRoute,
    addPatternsRoute,
    addMetricsRoute,
    addGuardrailRequestRoute,
    addGuardrailResponseRoute,
    addGuardrailStreamRoute,
  ]) {
    addRoute(app, parts);
  }
  app.openAPIRegistry.registerComponent("securitySchemes", "bearer", { type: "http", scheme: "bearer" });
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

function limitBody(maxSize: number) {
  return bodyLimit({
    maxSize,
    onError: () => {
      throw new MaskerError("too_large", `body: over ${maxSize} bytes; send less, or raise MASKER_BODY_LIMIT_BYTES`);
    },
  });
}
