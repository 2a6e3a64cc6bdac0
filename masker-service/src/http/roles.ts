/** What a route may demand; the OpenAPI page shows it with each route. */
export type Right = "read" | "metrics" | "mask" | "unmask" | "guardrail" | "admin";

/** What a key may do. `gateway` is LiteLLM's own key, MASKER_API_KEY. */
export const ROLES = {
  mask: ["read", "mask"],
  unmask: ["read", "mask", "unmask"],
  metrics: ["metrics"],
  gateway: ["read", "metrics", "mask", "unmask", "guardrail"],
  admin: ["read", "metrics", "mask", "unmask", "guardrail", "admin"],
} as const satisfies Record<string, readonly Right[]>;

export type Role = keyof typeof ROLES;

/** Names the roles that include a right, to tell people what to ask for. */
export function rolesWith(right: Right): string {
  const roles = Object.entries(ROLES).filter(([, rights]) => (rights as readonly Right[]).includes(right));
  return roles.map(([role]) => role).join(", ");
}
