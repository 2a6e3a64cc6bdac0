import { createRoute, z } from "@hono/zod-openapi";
import { spliceText } from "../body/splice-strings.ts";
import { errorSchema } from "./error-answer.ts";
import type { AddRoute } from "./parts.ts";
import { countFound } from "./count-found.ts";
import { DEFAULT_SCOPE, scopeSchema, textRequest } from "./scope.ts";

const route = createRoute({
  method: "post",
  path: "/mask",
  summary: "Mask one text",
  security: [{ bearer: [] }],
  request: textRequest,
  responses: {
    200: {
      description: "The masked text. Offsets are UTF-16 units of the text sent; no original is repeated.",
      content: {
        "application/json": {
          schema: z.object({
            text: z.string(),
            scope: scopeSchema,
            found: z.array(
              z.object({ kind: z.string(), placeholder: z.string(), start: z.number().int(), end: z.number().int() }),
            ),
          }),
        },
      },
    },
    default: { description: "Refused", content: { "application/json": { schema: errorSchema } } },
  },
});

export const addMaskRoute: AddRoute = (app, parts) => {
  app.openapi(route, async (context) => {
    const { text, scope = DEFAULT_SCOPE } = context.req.valid("json");
    const masked = await parts.engine().maskTexts(scope, [{ text }], parts.store);
    const edits = masked.edits[0] ?? [];
    countFound(parts.metrics, masked);
    const replaced = edits.map(({ start, end, placeholder }) => ({ start, end, text: placeholder }));
    const found = edits.map(({ kind, placeholder, start, end }) => ({ kind, placeholder, start, end }));
    return context.json({ text: spliceText(text, replaced), scope, found }, 200);
  });
};
