import { MaskerError } from "../errors.ts";
import type { Pattern } from "./schema.ts";

/** `strict` turns everything on, `secrets` leaves only secrets on. From the weakest to the strongest. */
export const PROFILES = ["secrets", "default", "strict"] as const;

export type Profile = (typeof PROFILES)[number];

/** Kinds or groups to turn on or off, whatever the profile says. */
export interface Switches {
  readonly on?: readonly string[] | undefined;
  readonly off?: readonly string[] | undefined;
}

/** Whether a kind is masked. What names it counts more than what names its group, and off more than on. */
export function isOn(pattern: Pattern, profile: Profile, { on = [], off = [] }: Switches): boolean {
  if (off.includes(pattern.kind)) return false;
  if (on.includes(pattern.kind)) return true;
  if (off.includes(pattern.group)) return false;
  if (on.includes(pattern.group) || profile === "strict") return true;
  return pattern.default === "on" && (profile === "default" || pattern.secrets);
}

/** Throws MaskerError `bad_pattern` that names each kind or group there is none of. */
export function refuseUnknownKinds(patterns: readonly Pattern[], { on = [], off = [] }: Switches): void {
  const known = new Set(patterns.flatMap(({ kind, group }) => [kind, group]));
  const complain = (setting: string, names: readonly string[]): string[] =>
    names.filter((name) => !known.has(name)).map((name) => `${setting}: there is no kind or group ${name}`);
  const unknown = [...complain("MASKER_KINDS_ON", on), ...complain("MASKER_KINDS_OFF", off)];
  if (unknown.length === 0) return;
  throw new MaskerError("bad_pattern", `${unknown.join("; ")}; docs/patterns.md and GET /patterns list them`);
}
