import type { NamedKey } from "./caller.ts";
import { ROLES, type Role } from "./roles.ts";

const NAME = /^[a-z0-9][a-z0-9._-]{0,62}$/i;
/** The key of MASKER_API_KEY goes by this name. */
export const GATEWAY = "gateway";

/**
 * Reads `name:role:key` entries, separated by commas or blanks. `problems` name an entry by its name, or by its place
 * where that is no name, and never show a key.
 */
export function readKeys(
  list: string,
  isStrong: (key: string) => boolean,
): { readonly keys: readonly NamedKey[]; readonly problems: readonly string[] } {
  const keys: NamedKey[] = [];
  const problems: string[] = [];
  for (const [index, entry] of list
    .split(/[\s,]+/)
    .filter(Boolean)
    .entries()) {
    const [, name = "", role = "", key = ""] = /^([^:]*):([^:]*):(.*)$/s.exec(entry) ?? [];
    const problem = problemOf(name, role, key, keys, isStrong);
    if (problem === undefined) keys.push({ name, role: role as Role, key });
    else problems.push(`${NAME.test(name) ? `entry ${name}` : `entry ${index + 1}`}: ${problem}`);
  }
  return { keys, problems };
}

function problemOf(
  name: string,
  role: string,
  key: string,
  before: readonly NamedKey[],
  isStrong: (key: string) => boolean,
): string | undefined {
  if (!NAME.test(name)) return "must be name:role:key, its name of letters, digits and . _ -";
  if (!Object.hasOwn(ROLES, role)) return `its role must be one of ${Object.keys(ROLES).join(", ")}`;
  if (!isStrong(key)) return "its key is too short, too regular or well known; make one with: openssl rand -base64 32";
  if (name === GATEWAY || before.some((other) => other.name === name)) return "its name is taken; choose another";
  const twin = before.find((other) => other.key === key);
  return twin === undefined ? undefined : `it has the same key as ${twin.name}; make one for each`;
}
