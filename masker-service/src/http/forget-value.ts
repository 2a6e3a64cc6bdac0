import { createRoute, z } from "@hono/zod-openapi";
import { identifyCaller } from "./caller.ts";
import { demand } from "./demand.ts";
import { errorSchema } from "./error-answer.ts";
import type { AddRoute } from "./parts.ts";
import { scopeSchema } from "./scope.ts";

const asked = z.object({
  scope: scopeSchema,
  value: z.string().min(1).openapi({ description: "The original to forget. In the body, since addresses are logged." }),
});

const route = createRoute({
  method: "post",
  path: "/scopes/forget",
  summary: "Forget one value of a scope, in Redis and in every worker; its number is never given again",
  ...demand("admin"),
  request: { body: { required: true, content: { "application/json": { schema: asked } } } },
  responses: {
    200: {
      description: "How many mappings went: one for each prefix under which the value was known, 0 if it was not.",
      content: { "application/json": { schema: z.object({ scope: scopeSchema, forgotten: z.number().int() }) } },
    },
    default: { description: "Refused", content: { "application/json": { schema: errorSchema } } },
  },
});

export const addForgetValueRoute: AddRoute = (app, parts) => {
  app.openapi(route, async (context) => {
    const { scope, value } = context.req.valid("json");
    const forgotten = await parts.store.forgetValue(scope, value);
    await parts.audit({ ...identifyCaller(context), action: "forget value", scope, count: forgotten });
    return context.json({ scope, forgotten }, 200);
  });
};
