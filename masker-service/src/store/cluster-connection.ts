import { setTimeout as sleep } from "node:timers/promises";
import { MaskerError } from "../errors.ts";
import { fetchClusterMap, type ClusterMap } from "./cluster-map.ts";
import { clusterSlot } from "./cluster-slot.ts";
import { createConnection, type Connection, type ConnectionListeners } from "./connection.ts";
import { toStoreError } from "./redis-error.ts";
import type { RedisAddress } from "./redis-url.ts";

const REFRESH_MILLISECONDS = 250;
const MOST_REDIRECTIONS = 5;
const MOST_PROBES = 10_000;

/**
 * One connection to each master of a cluster. The library's cluster client is not used: a command that a paused node
 * does not answer hangs there, and its node is not left (see docs/store.md).
 */
export function createClusterConnection(
  roots: readonly RedisAddress[],
  channel: string,
  listeners: ConnectionListeners,
  deadlineMilliseconds: number,
): Connection {
  const masters = new Map<string, Connection>();
  let map: ClusterMap | undefined;
  let failure = new MaskerError("store_down", "store: not connected to the Redis cluster yet; wait");
  let refreshing: Promise<void> | undefined;
  const closing = new AbortController();

  const refresh = async () => {
    try {
      map = await fetchClusterMap([...(map?.nodes ?? []), ...roots]);
    } catch (error) {
      failure = toStoreError(error, "cluster");
      return;
    }
    if (closing.signal.aborted) return;
    for (const [name, master] of masters) {
      if (map.masters.has(name)) continue;
      masters.delete(name);
      master.close();
    }
    for (const [name, address] of map.masters) {
      if (!masters.has(name))
        masters.set(
          name,
          createConnection(async () => address, true, channel, nodeListeners, deadlineMilliseconds),
        );
    }
    await Promise.all([...masters.values()].map((master) => master.attempted));
  };
  const refreshOnce = () => (refreshing ??= refresh().finally(() => (refreshing = undefined)));

  /** Looks until every slot has a master that answers: a failover takes the cluster some seconds. */
  const watch = async () => {
    while (!closing.signal.aborted) {
      const isWhole = map !== undefined && [...masters.values()].every((master) => master.down("") === undefined);
      if (!isWhole) await refreshOnce();
      await sleep(REFRESH_MILLISECONDS);
    }
  };
  const nodeListeners: ConnectionListeners = {
    ...listeners,
    lost: (error) => {
      if (!closing.signal.aborted) listeners.lost(error);
    },
  };

  const masterFor = (key: string): Connection => {
    const name = map?.masterOf(clusterSlot(key));
    const master = name === undefined ? undefined : masters.get(name);
    if (master !== undefined) return master;
    throw map === undefined
      ? failure
      : new MaskerError("store_down", "store: no node of the Redis cluster serves this slot; see CLUSTER INFO");
  };

  const attempted = refreshOnce();
  void attempted.then(watch);
  return {
    mayLose: () => true,
    attempted,
    run: async (script, keys, args) => {
      for (let redirections = 0; ; redirections++) {
        try {
          return await masterFor(keys[0] ?? "").run(script, keys, args);
        } catch (error) {
          if (!isMoved(error) || redirections >= MOST_REDIRECTIONS) throw error;
          await refreshOnce();
        }
      }
    },
    confirm: async (key) => masterFor(key).confirm(key),
    scan: async function* (pattern) {
      for (const master of masters.values()) yield* master.scan(pattern);
    },
    infos: async () => {
      if (map === undefined) throw failure;
      return (await Promise.all([...masters.values()].map((master) => master.infos()))).flat();
    },
    probeTags: () => {
      if (map === undefined) throw failure;
      const tags = new Map<string, string>();
      for (let index = 0; tags.size < map.masters.size && index < MOST_PROBES; index++) {
        const tag = `ready-${index}`;
        const name = map.masterOf(clusterSlot(`{${tag}}`));
        if (name !== undefined && !tags.has(name)) tags.set(name, tag);
      }
      return [...tags.values()];
    },
    down: (key) => {
      try {
        return masterFor(key).down(key);
      } catch (error) {
        return toStoreError(error, "cluster");
      }
    },
    close: () => {
      closing.abort();
      for (const master of masters.values()) master.close();
    },
  };
}

/** The slot is another node's now. (While it is on its way, ASK and TRYAGAIN end in a `store_down` to be tried again.) */
function isMoved(error: unknown): boolean {
  return error instanceof Error && error.cause instanceof Error && error.cause.message.startsWith("MOVED");
}
