import { createRoute, z } from "@hono/zod-openapi";
import { identifyCaller } from "./caller.ts";
import { demand } from "./demand.ts";
import { errorSchema } from "./error-answer.ts";
import type { AddRoute } from "./parts.ts";
import { scopeSchema } from "./scope.ts";

const statistics = z.object({
  scope: scopeSchema,
  mappings: z.number().int().openapi({ description: "Mappings that a value still leads to." }),
  names: z.number().int().openapi({ description: "Learned names, looked for without their context." }),
  prefixes: z
    .record(z.string(), z.object({ highest: z.number().int(), live: z.number().int() }))
    .openapi({ description: "By prefix: the highest number given, and how many originals have not expired." }),
});

const route = createRoute({
  method: "post",
  path: "/scopes/statistics",
  summary: "Count what a scope holds, without a value",
  ...demand("admin"),
  request: {
    body: { required: true, content: { "application/json": { schema: z.object({ scope: scopeSchema }) } } },
  },
  responses: {
    200: { description: "The counts", content: { "application/json": { schema: statistics } } },
    default: { description: "Refused", content: { "application/json": { schema: errorSchema } } },
  },
});

export const addScopeStatisticsRoute: AddRoute = (app, parts) => {
  app.openapi(route, async (context) => {
    const { scope } = context.req.valid("json");
    const counted = await parts.store.statistics(scope);
    await parts.audit({ ...identifyCaller(context), action: "scope statistics", scope });
    return context.json({ scope, ...counted, prefixes: { ...counted.prefixes } }, 200);
  });
};
