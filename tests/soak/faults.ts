import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../e2e/chain/free-port.ts";
import type { RedisServer } from "../store/redis-server.ts";

/** Something that breaks, and mends: resolves when the part is back. */
export interface Fault {
  readonly name: string;
  inject(): Promise<void>;
}

const SHORT_MILLISECONDS = 1000;
const LONG_MILLISECONDS = 5000;

/** The faults of a soak, in the order in which they come round. The masker's youngest worker is the one that dies. */
export function listFaults(redis: RedisServer, maskerPid: () => number): readonly Fault[] {
  return [
    {
      name: "Redis killed",
      async inject() {
        await redis.kill();
        await sleep(SHORT_MILLISECONDS);
        await redis.restart();
      },
    },
    {
      name: "Redis paused",
      async inject() {
        redis.pause();
        await sleep(LONG_MILLISECONDS);
        redis.resume();
      },
    },
    {
      name: "masker worker killed",
      inject: async () => process.kill(Math.max(...childrenOf(maskerPid())), "SIGKILL") && undefined,
    },
    {
      name: "Redis slow",
      async inject() {
        for (let times = 0; times < 4; times++) {
          await redis.cli("CLIENT", "PAUSE", "700", "ALL");
          await sleep(SHORT_MILLISECONDS);
        }
      },
    },
    {
      name: "Redis read-only",
      async inject() {
        await redis.cli("CONFIG", "SET", "min-replicas-to-write", "1");
        await sleep(LONG_MILLISECONDS);
        await redis.cli("CONFIG", "SET", "min-replicas-to-write", "0");
      },
    },
    {
      name: "Redis out of memory",
      async inject() {
        await redis.cli("CONFIG", "SET", "maxmemory", "1mb");
        await sleep(LONG_MILLISECONDS);
        await redis.cli("CONFIG", "SET", "maxmemory", "0");
      },
    },
    {
      name: "Redis made a replica of nobody",
      async inject() {
        await redis.cli("CONFIG", "SET", "replica-serve-stale-data", "yes");
        await redis.cli("REPLICAOF", "127.0.0.1", String(await freePort()));
        await sleep(LONG_MILLISECONDS);
        await redis.cli("REPLICAOF", "NO", "ONE");
      },
    },
  ];
}

/** The processes that a process started itself. Linux alone tells. */
export function childrenOf(pid: number): readonly number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
  return text.trim().split(" ").map(Number);
}
