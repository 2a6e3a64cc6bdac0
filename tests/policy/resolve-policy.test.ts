import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formatPolicy,
  POLICY_FIELDS,
  STRENGTHS,
  type Policy,
  type PolicyField,
} from "../../masker-service/src/policy/policy.ts";
import { resolvePolicy } from "../../masker-service/src/policy/resolve-policy.ts";

const DEFAULTS: Policy = { profile: "default", audit: false, images: "allow", guard: "warn" };

const anyPolicy = fc.record({
  profile: fc.constantFrom(...STRENGTHS.profile),
  audit: fc.boolean(),
  images: fc.constantFrom(...STRENGTHS.images),
  guard: fc.constantFrom(...STRENGTHS.guard),
});
const anyStated = anyPolicy.chain((policy) =>
  fc
    .subarray([...POLICY_FIELDS])
    .map((fields): Partial<Policy> => Object.fromEntries(fields.map((field) => [field, policy[field]]))),
);
const anyMinimum = fc.subarray([...POLICY_FIELDS]).map((fields) => new Set(fields));

function strengthOf(policy: Policy, field: PolicyField): number {
  const values: readonly Policy[PolicyField][] = STRENGTHS[field];
  return values.indexOf(policy[field]);
}

describe("the policy of a request", () => {
  test.each<[string, Partial<Policy> | undefined, Partial<Policy>, Partial<Policy>]>([
    ["the settings where nobody says anything", undefined, {}, {}],
    ["a key's own wish where it has no team", undefined, { profile: "secrets" }, { profile: "secrets" }],
    ["the team's, weaker than the settings", { profile: "secrets" }, {}, { profile: "secrets" }],
    [
      "the key's where it is stricter than the team's",
      { profile: "default" },
      { profile: "strict" },
      { profile: "strict" },
    ],
    ["the team's where the key's is weaker", { profile: "strict" }, { profile: "secrets" }, { profile: "strict" }],
    ["the settings where the team is silent and the key weaker", {}, { profile: "secrets" }, {}],
    [
      "each field by itself",
      { guard: "block" },
      { guard: "warn", images: "block" },
      { guard: "block", images: "block" },
    ],
    ["audit where a team asks for it and may", { audit: true }, {}, { audit: true }],
    ["no audit where only a key of the team asks for it", {}, { audit: true }, {}],
  ])("is %s", (_case, team, key, changed) => {
    const given = team === undefined ? { key } : { team, key };
    expect(resolvePolicy({ defaults: DEFAULTS, minimum: new Set() }, given).policy).toEqual({
      ...DEFAULTS,
      ...changed,
    });
  });

  test("names the fields in which team or key asked for less than they may have", () => {
    const settings = { defaults: DEFAULTS, minimum: new Set<PolicyField>(["audit"]) };
    const given = { team: { guard: "block" as const }, key: { audit: true, guard: "warn" as const } };
    expect(resolvePolicy(settings, given).raised).toEqual(["audit", "guard"]);
  });

  test("is never weaker than a minimum, nor than the team's", () => {
    fc.assert(
      fc.property(anyPolicy, anyMinimum, anyStated, anyStated, (defaults, minimum, team, key) => {
        const settings = { defaults, minimum };
        const teams = resolvePolicy(settings, { team, key: {} }).policy;
        for (const { policy } of [resolvePolicy(settings, { team, key }), resolvePolicy(settings, { key })]) {
          for (const field of minimum) {
            expect(strengthOf(policy, field)).toBeGreaterThanOrEqual(strengthOf(defaults, field));
          }
        }
        const { policy } = resolvePolicy(settings, { team, key });
        for (const field of POLICY_FIELDS) {
          expect(strengthOf(policy, field)).toBeGreaterThanOrEqual(strengthOf(teams, field));
        }
      }),
    );
  });

  test("reads in a header as its fields", () => {
    expect(formatPolicy(DEFAULTS)).toBe("profile=default; audit=off; images=allow; guard=warn");
    expect(formatPolicy({ ...DEFAULTS, audit: true })).toContain("audit=on");
  });
});
