import { createClusterConnection } from "./cluster-connection.ts";
import { createConnection, type Connection, type ConnectionListeners } from "./connection.ts";
import { findMaster } from "./find-master.ts";
import { parseRedisUrl } from "./redis-url.ts";
import { CHANNEL } from "./scope-keys.ts";

/** The connection that REDIS_URL asks for; throws MaskerError `bad_config` if it is malformed. */
export function openConnection(url: string, listeners: ConnectionListeners): Connection {
  const topology = parseRedisUrl(url);
  if (topology.kind === "single") return createConnection(async () => topology.address, false, CHANNEL, listeners);
  if (topology.kind === "sentinel") return createConnection(() => findMaster(topology), true, CHANNEL, listeners);
  return createClusterConnection(topology.roots, CHANNEL, listeners);
}
