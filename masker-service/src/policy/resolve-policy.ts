import type { GivenPolicy } from "./given-policy.ts";
import { POLICY_FIELDS, STRENGTHS, type Policy, type PolicyField } from "./policy.ts";

/** The operator's own. */
export interface PolicySettings {
  readonly defaults: Policy;
  /** Fields of `defaults` that neither team nor key may weaken. */
  readonly minimum: ReadonlySet<PolicyField>;
}

export interface ResolvedPolicy {
  readonly policy: Policy;
  /** Fields in which team or key asked for less than they may have. */
  readonly raised: readonly PolicyField[];
}

/**
 * The settings, over them the team's policy, over that the key's. A key of a team can only make the team's stricter, and
 * neither can weaken a minimum: where one tries, the stronger value counts.
 */
export function resolvePolicy({ defaults, minimum }: PolicySettings, { team, key }: GivenPolicy): ResolvedPolicy {
  const raised = new Set<PolicyField>();

  function resolve<Field extends PolicyField>(field: Field): Policy[Field] {
    const base = defaults[field];
    const floor = minimum.has(field) ? base : undefined;
    const teams = atLeast(field, team?.[field] ?? base, floor);
    return atLeast(field, key[field] ?? teams, team === undefined ? floor : teams);
  }

  function atLeast<Field extends PolicyField>(
    field: Field,
    value: Policy[Field],
    floor?: Policy[Field],
  ): Policy[Field] {
    const values: readonly Policy[PolicyField][] = STRENGTHS[field];
    if (floor === undefined || values.indexOf(value) >= values.indexOf(floor)) return value;
    raised.add(field);
    return floor;
  }

  const policy = {
    profile: resolve("profile"),
    audit: resolve("audit"),
    images: resolve("images"),
    guard: resolve("guard"),
  };
  return { policy, raised: POLICY_FIELDS.filter((field) => raised.has(field)) };
}
