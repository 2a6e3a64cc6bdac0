import { MaskerError } from "../errors.ts";
import { askServer } from "./ask-server.ts";
import type { RedisAddress, RedisTopology } from "./redis-url.ts";
import { toStoreError } from "./redis-error.ts";

/** Asks the sentinels in turn for the master; rejects with MaskerError `store_down` if none of them knows. */
export async function findMaster(topology: Extract<RedisTopology, { kind: "sentinel" }>): Promise<RedisAddress> {
  const { sentinels, master, address } = topology;
  let failure = new MaskerError("store_down", "store: REDIS_URL names no sentinel");
  for (const sentinel of sentinels) {
    try {
      const answer = await askServer(sentinel, ["SENTINEL", "GET-MASTER-ADDR-BY-NAME", master]);
      if (Array.isArray(answer)) return { ...address, socket: { ...address.socket, ...readAddress(answer) } };
      failure = new MaskerError("store_down", `store: the sentinels know no master '${master}'; correct REDIS_URL`);
    } catch (error) {
      failure = toStoreError(error, "sentinel");
    }
  }
  throw failure;
}

function readAddress([host, port]: readonly unknown[]): { host: string; port: number } {
  return { host: String(host), port: Number(port) };
}
