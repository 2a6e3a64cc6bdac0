import { createRoute, z } from "@hono/zod-openapi";
import { identifyCaller } from "./caller.ts";
import { demand } from "./demand.ts";
import { errorSchema } from "./error-answer.ts";
import type { AddRoute } from "./parts.ts";
import { scopeSchema } from "./scope.ts";

const route = createRoute({
  method: "post",
  path: "/scopes/delete",
  summary: "Forget all values of a scope, in Redis and in every worker; its numbers are never given again",
  ...demand("admin"),
  request: {
    body: { required: true, content: { "application/json": { schema: z.object({ scope: scopeSchema }) } } },
  },
  responses: {
    200: {
      description: "How many originals went. Interrupted by an error, the deletion is finished by the next call.",
      content: { "application/json": { schema: z.object({ scope: scopeSchema, deleted: z.number().int() }) } },
    },
    default: { description: "Refused", content: { "application/json": { schema: errorSchema } } },
  },
});

export const addDeleteScopeRoute: AddRoute = (app, parts) => {
  app.openapi(route, async (context) => {
    const { scope } = context.req.valid("json");
    const deleted = await parts.store.deleteScope(scope);
    await parts.audit({ ...identifyCaller(context), action: "delete scope", scope, count: deleted });
    return context.json({ scope, deleted }, 200);
  });
};
