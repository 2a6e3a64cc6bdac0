import { MaskerError } from "../errors.ts";

/** How to reach one server, as the client takes it: by host and port, or by the path of a UNIX socket. */
export interface RedisAddress {
  readonly socket:
    | { readonly host: string; readonly port: number; readonly tls?: true }
    | { readonly path: string; readonly tls: false };
  readonly username?: string;
  readonly password?: string;
  readonly database?: number;
}

/** `sentinel.sentinels` and `cluster.roots` are tried in turn; user, password and database hold for the servers found. */
export type RedisTopology =
  | { readonly kind: "single"; readonly address: RedisAddress }
  | {
      readonly kind: "sentinel";
      readonly sentinels: readonly RedisAddress[];
      readonly master: string;
      readonly address: RedisAddress;
    }
  | { readonly kind: "cluster"; readonly roots: readonly RedisAddress[] };

const FORM =
  /^(?<scheme>rediss?)(?:\+(?<mode>sentinel|cluster))?:\/\/(?:(?<user>[^:@/]*)(?::(?<password>[^@/]*))?@)?(?<hosts>[^/?]+)(?:\/(?<path>[^?]*))?(?:\?(?<query>.*))?$/;
const UNIX = /^unix:\/\/(?:(?<user>[^:@/]*)(?::(?<password>[^@/]*))?@)?(?<path>\/[^?]+)(?:\?(?<query>.*))?$/;
const HOST = /^(?:\[(?<six>[0-9a-f:]+)\]|(?<four>[^:[\]@\s]+))(?::(?<port>\d{1,5}))?$/i;
const PORTS = { single: 6379, cluster: 6379, sentinel: 26379 };
const FORMS =
  "redis://[user:password@]host[:port][/database], unix:///path/to/socket, " +
  "redis+sentinel://[user:password@]host[:port],host…/master[/database][?sentinelPassword=…] or " +
  "redis+cluster://[user:password@]host[:port],host…; rediss for TLS";

/** Reads REDIS_URL; throws MaskerError `bad_config` that says which forms there are, and repeats nothing of it. */
export function parseRedisUrl(url: string): RedisTopology {
  const unix = UNIX.exec(url)?.groups;
  if (unix !== undefined) {
    const socket = { path: unix["path"] ?? "", tls: false } as const;
    const database = new URLSearchParams(unix["query"]).get("db") ?? "";
    return { kind: "single", address: { socket, ...credentials(unix), ...databaseOf(database) } };
  }
  const groups = FORM.exec(url)?.groups;
  if (groups === undefined) throw malformed();
  const kind = groups["mode"] === "sentinel" || groups["mode"] === "cluster" ? groups["mode"] : "single";
  const tls = groups["scheme"] === "rediss" ? ({ tls: true } as const) : {};
  const sockets = (groups["hosts"] ?? "").split(",").map((host) => ({ ...readHost(host, PORTS[kind]), ...tls }));
  const [socket] = sockets;
  const [first = "", second = ""] = (groups["path"] ?? "").split("/");
  if (socket === undefined || (kind === "single" && sockets.length > 1)) throw malformed();

  const login = credentials(groups);
  if (kind === "single") return { kind, address: { socket, ...login, ...databaseOf(first) } };
  if (kind === "cluster") return { kind, roots: sockets.map((each) => ({ socket: each, ...login })) };
  if (first === "") throw malformed();
  const query = new URLSearchParams(groups["query"]);
  const password = query.get("sentinelPassword");
  const username = query.get("sentinelUser");
  const sentinelLogin = { ...(username !== null && { username }), ...(password !== null && { password }) };
  return {
    kind,
    sentinels: sockets.map((each) => ({ socket: each, ...sentinelLogin })),
    master: decodeURIComponent(first),
    address: { socket, ...login, ...databaseOf(second) },
  };
}

function readHost(text: string, defaultPort: number): { host: string; port: number } {
  const groups = HOST.exec(text)?.groups;
  const host = groups?.["six"] ?? groups?.["four"];
  if (host === undefined) throw malformed();
  return { host, port: Number(groups?.["port"] ?? defaultPort) };
}

function credentials(groups: Readonly<Record<string, string | undefined>>): { username?: string; password?: string } {
  const { user = "", password = "" } = groups;
  return {
    ...(user !== "" && { username: decodeURIComponent(user) }),
    ...(password !== "" && { password: decodeURIComponent(password) }),
  };
}

function databaseOf(text: string): { database?: number } {
  if (text === "") return {};
  if (!/^\d+$/.test(text)) throw malformed();
  return { database: Number(text) };
}

function malformed(): MaskerError {
  return new MaskerError("bad_config", `REDIS_URL must be ${FORMS}`);
}
