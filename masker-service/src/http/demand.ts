import { createMiddleware } from "hono/factory";
import { MaskerError } from "../errors.ts";
import type { CallerVariables } from "./caller.ts";
import { ROLES, rolesWith, type Right } from "./roles.ts";

/** Part of a route's definition: only keys with this right pass, and the OpenAPI page says so. */
export function demand(right: Right) {
  const middleware = createMiddleware<CallerVariables>(async (context, next) => {
    const { name, role } = context.get("caller");
    if (!(ROLES[role] as readonly Right[]).includes(right)) {
      throw new MaskerError(
        "forbidden",
        `authorization: key ${name} has the role ${role}, which may not do this; use a key of role ${rolesWith(right)}`,
      );
    }
    await next();
  });
  return { security: [{ bearer: [right] }], middleware };
}
