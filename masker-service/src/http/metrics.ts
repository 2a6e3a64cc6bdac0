import { createRoute, z } from "@hono/zod-openapi";
import type { AddRoute } from "./parts.ts";

const route = createRoute({
  method: "get",
  path: "/metrics",
  summary: "Prometheus metrics",
  security: [{ bearer: [] }],
  responses: {
    200: { description: "Text exposition format", content: { "text/plain": { schema: z.string() } } },
  },
});

export const addMetricsRoute: AddRoute = (app, { metrics: { registry } }) => {
  app.openapi(route, async (context) =>
    context.text(await registry.metrics(), 200, { "content-type": registry.contentType }),
  );
};
