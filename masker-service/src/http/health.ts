import { createRoute, z } from "@hono/zod-openapi";
import { errorSchema } from "./error-answer.ts";
import type { AddRoute } from "./parts.ts";

const answer = (description: string) => ({
  200: { description, content: { "application/json": { schema: z.object({ status: z.literal("ok") }) } } },
});

const health = createRoute({
  method: "get",
  path: "/health",
  summary: "Is the process alive?",
  responses: answer("It is."),
});

const ready = createRoute({
  method: "get",
  path: "/ready",
  summary: "Would a request be masked now? Patterns are loaded and the store takes writes.",
  responses: {
    ...answer("It would."),
    503: { description: "What is wrong, and the cure", content: { "application/json": { schema: errorSchema } } },
  },
});

export const addHealthRoutes: AddRoute = (app, parts) => {
  app.openapi(health, (context) => context.json({ status: "ok" as const }, 200));
  app.openapi(ready, async (context) => {
    await parts.store.ready();
    return context.json({ status: "ok" as const }, 200);
  });
};
