import { createRoute, z } from "@hono/zod-openapi";
import { spliceText } from "../body/splice-strings.ts";
import type { Edit } from "../mask/mask-texts.ts";
import { createThrowaway } from "../mask/throwaway.ts";
import { errorSchema } from "./error-answer.ts";
import type { AddRoute } from "./parts.ts";
import { countKinds } from "./count-kinds.ts";
import { demand } from "./demand.ts";
import { noteMasked } from "./note-masked.ts";
import { chooseScope, scopeSchema } from "./scope.ts";

const requestSchema = z.object({
  text: z.string(),
  scope: scopeSchema.optional(),
  audit: z.boolean().default(false).openapi({ description: "Only say what would be masked: nothing is, nor stored" }),
});

const route = createRoute({
  method: "post",
  path: "/mask",
  summary: "Mask one text",
  ...demand("mask"),
  request: { body: { required: true, content: { "application/json": { schema: requestSchema } } } },
  responses: {
    200: {
      description:
        "The masked text; in an audit the text as it came. Offsets are UTF-16 units of the text sent; no original is repeated in `found`.",
      content: {
        "application/json": {
          schema: z.object({
            text: z.string(),
            scope: scopeSchema,
            found: z.array(
              z.object({
                kind: z.string(),
                placeholder: z.string().optional().openapi({ description: "Absent in an audit" }),
                start: z.number().int(),
                end: z.number().int(),
              }),
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
    const begun = performance.now();
    const { text, scope: asked, audit } = context.req.valid("json");
    const caller = context.get("caller");
    const scope = chooseScope(caller, asked);
    const maskTexts = parts.engine().maskTextsOf(parts.policy.defaults.profile);
    const store = audit ? createThrowaway(parts.store) : parts.store;
    const masked = await maskTexts(scope, [{ text }], store);
    const edits = masked.edits[0] ?? [];
    if (audit) return context.json({ text, scope, found: edits.map(toPlace) }, 200);
    const event = { requestId: context.get("requestId"), who: caller.name, scope };
    const bytes = Buffer.byteLength(text);
    noteMasked(parts, event, begun, { kinds: countKinds(masked), learned: masked.learned, bytes });
    const replaced = edits.map(({ start, end, placeholder }) => ({ start, end, text: placeholder }));
    const found = edits.map(({ kind, placeholder, start, end }) => ({ kind, placeholder, start, end }));
    return context.json({ text: spliceText(text, replaced), scope, found }, 200);
  });
};

function toPlace({ kind, start, end }: Edit) {
  return { kind, start, end };
}
