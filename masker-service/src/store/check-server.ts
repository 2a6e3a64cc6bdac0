import { MaskerError } from "../errors.ts";

const OLDEST = [6, 2] as const;

/**
 * Looks at what INFO says and throws MaskerError `store_down`, with the cure, for a server on which mappings would not
 * be safe: too old, a replica, or one that evicts keys that never expire, so that a number could be given twice. A user
 * who may not ask INFO gets the benefit of the doubt. Returns the replication id, "" if unknown.
 */
export function checkServer(info: string): string {
  const field = (name: string) => new RegExp(`^${name}:(\\S+)`, "m").exec(info)?.[1] ?? "";
  const version = field("redis_version");
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (version !== "" && (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]))) {
    throw unsafe(`this Redis is of version ${version}; ${OLDEST.join(".")} or newer is needed`);
  }
  if (field("role") === "slave") {
    throw unsafe(
      "this Redis is a read-only replica; give the master, or redis+sentinel:// or redis+cluster://, in REDIS_URL",
    );
  }
  const policy = field("maxmemory_policy");
  if (policy.startsWith("allkeys")) {
    throw unsafe(
      `Redis evicts keys that never expire (maxmemory-policy ${policy}), so a number could be given twice; ` +
        "set maxmemory-policy noeviction",
    );
  }
  return field("master_replid");
}

function unsafe(what: string): MaskerError {
  return new MaskerError("store_down", `store: ${what}`);
}
