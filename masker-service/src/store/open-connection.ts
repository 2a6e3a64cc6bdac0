import { createClusterConnection } from "./cluster-connection.ts";
import { createConnection, DEADLINE_MILLISECONDS, type Connection, type ConnectionListeners } from "./connection.ts";
import { findMaster } from "./find-master.ts";
import { parseRedisUrl } from "./redis-url.ts";
import { CHANNEL } from "./scope-keys.ts";

/** The connection that REDIS_URL asks for; throws MaskerError `bad_config` if it is malformed. */
export function openConnection(
  url: string,
  listeners: ConnectionListeners,
  deadlineMilliseconds = DEADLINE_MILLISECONDS,
): Connection {
  const topology = parseRedisUrl(url);
  if (topology.kind === "cluster")
    return createClusterConnection(topology.roots, CHANNEL, listeners, deadlineMilliseconds);
  const findAddress = topology.kind === "single" ? async () => topology.address : () => findMaster(topology);
  return createConnection(findAddress, topology.kind === "sentinel", CHANNEL, listeners, deadlineMilliseconds);
}
