import { expect, test } from "vitest";
import { clusterSlot } from "../../masker-service/src/store/cluster-slot.ts";
import { startRedis } from "./redis-server.ts";

test("the slot of a key is the one that Redis computes", async () => {
  const redis = await startRedis({ settings: { "cluster-enabled": "yes" } });
  for (const key of ["123456789", "foo", "masker:{abc}:hashes", "{}x", "{}{a}", "a{b", "{한}", "{a}{b}", "x{a}y"]) {
    expect([key, clusterSlot(key)]).toEqual([key, await redis.cli("CLUSTER", "KEYSLOT", key)]);
  }
  await redis.stop();
});
