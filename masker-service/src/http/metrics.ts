import { createRoute, z } from "@hono/zod-openapi";
import { demand } from "./demand.ts";
import type { AddRoute } from "./parts.ts";

const route = createRoute({
  method: "get",
  path: "/metrics",
  summary: "Prometheus metrics",
  ...demand("metrics"),
  responses: {
    200: { description: "Text exposition format", content: { "text/plain": { schema: z.string() } } },
  },
});

export const addMetricsRoute: AddRoute = (app, { metrics }) => {
  app.openapi(route, async (context) =>
    context.text(await metrics.text(), 200, { "content-type": metrics.registry.contentType }),
  );
};
