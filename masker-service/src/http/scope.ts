import { z } from "@hono/zod-openapi";
import { MaskerError } from "../errors.ts";
import type { Caller } from "./caller.ts";

/** Whose mappings: `team:…`, `user:…`, `key:…` or `global`, as the LiteLLM side made it from the authenticated key. */
export const scopeSchema = z
  .string()
  .min(1)
  .max(256)
  .openapi({ description: "Whose mappings: team:…, user:…, key:… or global.", example: "global" });

/**
 * The scope that a caller works in: its own, or with an admin's key the one it asks for.
 *
 * @throws MaskerError `forbidden`
 */
export function chooseScope(caller: Caller, asked: string | undefined): string {
  if (asked === undefined || asked === caller.scope) return caller.scope;
  if (caller.role === "admin") return asked;
  throw new MaskerError(
    "forbidden",
    `scope: key ${caller.name} works in ${caller.scope} alone; leave the scope out, or use a key of role admin`,
  );
}

/** What /mask and /unmask take. */
export const textRequest = {
  body: {
    required: true,
    content: { "application/json": { schema: z.object({ text: z.string(), scope: scopeSchema.optional() }) } },
  },
};
