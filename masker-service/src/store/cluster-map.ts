import { MaskerError } from "../errors.ts";
import { askServer } from "./ask-server.ts";
import type { RedisAddress } from "./redis-url.ts";
import { toStoreError } from "./redis-error.ts";

/** Which master serves which slots, and every node that can be asked next time. Masters are named `host:port`. */
export interface ClusterMap {
  readonly masters: ReadonlyMap<string, RedisAddress>;
  readonly nodes: readonly RedisAddress[];
  masterOf(slot: number): string | undefined;
}

/** First slot, last slot, master, replicas; a node is host, port, and more. */
type Range = readonly [from: number, to: number, master: Node, ...replicas: Node[]];
type Node = readonly [host: string, port: number, ...unknown[]];

/** Asks the nodes in turn for CLUSTER SLOTS; rejects with MaskerError `store_down` if none answers. */
export async function fetchClusterMap(nodes: Iterable<RedisAddress>): Promise<ClusterMap> {
  let failure = new MaskerError("store_down", "store: REDIS_URL names no node of a cluster");
  for (const node of nodes) {
    try {
      return readMap((await askServer(node, ["CLUSTER", "SLOTS"])) as Range[], node);
    } catch (error) {
      failure = toStoreError(error, "cluster");
    }
  }
  throw failure;
}

function readMap(ranges: readonly Range[], asked: RedisAddress): ClusterMap {
  const addressOf = ([host, port]: Node): RedisAddress => ({
    ...asked,
    // A node that does not know its own host leaves it empty: it is the one that was asked.
    socket: { ...asked.socket, ...(host === "" ? { port } : { host, port }) },
  });
  const served = ranges.map(([from, to, master, ...replicas]) => {
    const address = addressOf(master);
    return { from, to, name: nameOf(address), address, replicas: replicas.map(addressOf) };
  });
  return {
    masters: new Map(served.map(({ name, address }) => [name, address])),
    nodes: served.flatMap(({ address, replicas }) => [address, ...replicas]),
    masterOf: (slot) => served.find(({ from, to }) => from <= slot && slot <= to)?.name,
  };
}

function nameOf({ socket }: RedisAddress): string {
  return "host" in socket ? `${socket.host}:${socket.port}` : socket.path;
}
