import type { Context } from "hono";
import type { Role } from "./roles.ts";

/** One key that the masker takes. */
export interface NamedKey {
  /** Stands in the audit log; never secret. */
  readonly name: string;
  readonly role: Role;
  readonly key: string;
}

/** Who sent a request. */
export interface Caller {
  readonly name: string;
  readonly role: Role;
  /** Whose mappings /mask and /unmask use for this key. */
  readonly scope: string;
}

/** What the middleware hands on to the routes. */
export interface CallerVariables {
  Variables: { caller: Caller; requestId: string };
}

/** The gateway's key and admins begin in the scope that all share; any other key has one of its own. */
export function describeCaller({ name, role }: NamedKey): Caller {
  return { name, role, scope: role === "gateway" || role === "admin" ? "global" : `client:${name}` };
}

/** What the audit log says of who asked. */
export function identifyCaller(context: Context<CallerVariables>) {
  const { name: who, role } = context.get("caller");
  return { who, role, requestId: context.get("requestId") };
}
