/** How one request is treated. */
export interface Policy {
  /** Which kinds are masked. */
  readonly profile: "secrets" | "default" | "strict";
  /** Masks nothing, and reports what would be masked. */
  readonly audit: boolean;
  /** Images, PDFs, sound and files, in which nothing can be masked. */
  readonly images: "allow" | "block";
  /** What becomes of a tool call that names a placeholder its request did not hold. */
  readonly guard: "warn" | "block";
}

export type PolicyField = keyof Policy;

/** The values of each field, from the weakest to the strongest. */
export const STRENGTHS = {
  profile: ["secrets", "default", "strict"],
  audit: [true, false],
  images: ["allow", "block"],
  guard: ["warn", "block"],
} as const satisfies { readonly [Field in PolicyField]: readonly Policy[Field][] };

export const POLICY_FIELDS = Object.keys(STRENGTHS) as readonly PolicyField[];

/** `profile=default; audit=off; images=allow; guard=warn`: what clients read in `x-masker-policy`. */
export function formatPolicy({ profile, audit, images, guard }: Policy): string {
  return `profile=${profile}; audit=${audit ? "on" : "off"}; images=${images}; guard=${guard}`;
}
