import { createRoute, z } from "@hono/zod-openapi";
import { restoreText } from "../restore/restore-text.ts";
import { errorSchema } from "./error-answer.ts";
import type { AddRoute } from "./parts.ts";
import { identifyCaller } from "./caller.ts";
import { countPrefixes } from "./count-kinds.ts";
import { demand } from "./demand.ts";
import { chooseScope, scopeSchema, textRequest } from "./scope.ts";

const route = createRoute({
  method: "post",
  path: "/unmask",
  summary: "Restore one text",
  ...demand("unmask"),
  request: textRequest,
  responses: {
    200: {
      description: "The text with its originals; `unknown` are placeholders never issued in this scope, or expired.",
      content: {
        "application/json": {
          schema: z.object({
            text: z.string(),
            scope: scopeSchema,
            restored: z.number().int(),
            unknown: z.array(z.string()),
          }),
        },
      },
    },
    default: { description: "Refused", content: { "application/json": { schema: errorSchema } } },
  },
});

export const addUnmaskRoute: AddRoute = (app, parts) => {
  app.openapi(route, async (context) => {
    const { text, scope: asked } = context.req.valid("json");
    const scope = chooseScope(context.get("caller"), asked);
    const { recogniser } = parts.engine();
    const sighted = new Set(recogniser.find(text).map(({ placeholder }) => placeholder));
    const originals = await parts.store.reveal(scope, sighted);
    const answer = restoreText(text, originals, recogniser);
    parts.metrics.restored.inc(answer.restored);
    parts.metrics.unknown.inc(answer.unknown.length);
    const kinds = countPrefixes(originals.keys());
    const [count, unknown] = [answer.restored, answer.unknown.length];
    await parts.audit({ ...identifyCaller(context), action: "unmask", scope, kinds, count, unknown });
    return context.json({ text: answer.text, scope, restored: answer.restored, unknown: [...answer.unknown] }, 200);
  });
};
