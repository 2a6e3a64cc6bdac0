import { z } from "@hono/zod-openapi";

/** Whose mappings: `team:…`, `user:…`, `key:…` or `global`, as the LiteLLM side made it from the authenticated key. */
export const scopeSchema = z
  .string()
  .min(1)
  .max(256)
  .openapi({ description: "Whose mappings: team:…, user:…, key:… or global.", example: "global" });

export const DEFAULT_SCOPE = "global";

/** What /mask and /unmask take. */
export const textRequest = {
  body: {
    required: true,
    content: { "application/json": { schema: z.object({ text: z.string(), scope: scopeSchema.optional() }) } },
  },
};
