import { MaskerError } from "../errors.ts";

const URL_CURE = "check REDIS_URL, and that Redis runs and is reachable from here";

/** Code of a socket error, first word of a Redis error, or class of the client's → what is wrong, and the cure. */
const CAUSES: Readonly<Record<string, string>> = {
  ECONNREFUSED: `Redis refuses connections; ${URL_CURE}`,
  ECONNRESET: `Redis cut the connection; ${URL_CURE}`,
  ENOTFOUND: `the host of Redis is unknown; ${URL_CURE}`,
  EHOSTUNREACH: `Redis is unreachable; ${URL_CURE}`,
  ETIMEDOUT: `Redis does not answer; ${URL_CURE}`,
  WRONGPASS: "Redis refuses this user or password; correct them in REDIS_URL",
  NOAUTH: "Redis asks for a password; put it into REDIS_URL: redis://:password@host:6379",
  READONLY:
    "this Redis is a read-only replica; give the master, or redis+sentinel:// or redis+cluster://, in REDIS_URL",
  OOM: "Redis is out of memory; raise its maxmemory",
  MISCONF: "Redis cannot write to its disk and refuses writes; free disk space, then see its log",
  NOREPLICAS: "Redis has fewer replicas than its min-replicas-to-write asks for; start them",
  LOADING: "Redis is still loading its data; wait",
  BUSY: "Redis is busy with somebody's script; wait, or SCRIPT KILL",
  MASTERDOWN: "this Redis is a replica that has lost its master; bring the master back",
  CLUSTERDOWN: "the Redis cluster does not serve all slots; see CLUSTER INFO",
  WRONGTYPE: "a masker key in Redis holds something else; give the masker a Redis database of its own",
  SocketClosedUnexpectedlyError: `Redis cut the connection; ${URL_CURE}`,
  DisconnectsClientError: `Redis did not answer in time; ${URL_CURE}`,
  ConnectionTimeoutError: `Redis does not answer; ${URL_CURE}`,
  SocketTimeoutError: `Redis does not answer; ${URL_CURE}`,
  TimeoutError: `Redis does not answer; ${URL_CURE}`,
  NOPROTO: "this Redis is too old; version 6.2 or newer is needed",
};

/**
 * What went wrong with Redis, as MaskerError `store_down`: `operation` is the place. Redis quotes arguments in some of
 * its messages, so only what is known to be free of them is repeated.
 */
export function toStoreError(error: unknown, operation: string): MaskerError {
  if (error instanceof MaskerError) return error;
  return new MaskerError("store_down", `store: ${operation}: ${explain(error)}`, { cause: error });
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return `failed; ${URL_CURE}`;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const word = /^[A-Z]{3,}/.exec(error.message)?.[0] ?? "";
  const denied = explainDenial(error.message);
  if (denied !== undefined) return denied;
  if (/unknown command|wrong number of arguments/i.test(error.message)) {
    return "this Redis does not know a needed command; version 6.2 or newer is needed";
  }
  const known = CAUSES[code] ?? CAUSES[word] ?? CAUSES[error.constructor.name];
  if (known !== undefined) return known;
  if (/^(CERT_|ERR_TLS|ERR_SSL|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO)/.test(code)) {
    return `the TLS connection failed (${code}); check rediss:// in REDIS_URL and NODE_EXTRA_CA_CERTS`;
  }
  return `failed (${code || word || error.constructor.name}); ${URL_CURE}`;
}

/** Names what the ACL denies; Redis words it in one way for a command and in another for one inside a script. */
function explainDenial(message: string): string | undefined {
  if (!/NOPERM|ACL failure|can't (run this|publish|access)|No permissions/i.test(message)) return undefined;
  const command = /'([a-z|-]+)' command/i.exec(message)?.[1];
  const what = /channel/i.test(message) ? "channel masker:*" : /\bkeys?\b/i.test(message) ? "keys masker:*" : undefined;
  return `the ACL of this Redis user denies ${what ?? command ?? "a command"}; the rules it needs are in docs/store.md`;
}
