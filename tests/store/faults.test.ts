import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { PATIENTLY, makeWanted, openStore, type OpenStore } from "./open-store.ts";
import { beginRecovery } from "./recovery.ts";
import { startRedis, type RedisServer } from "./redis-server.ts";

const down = expect.objectContaining({ code: "store_down" });

let redis: RedisServer;
let store: OpenStore;

beforeEach(async () => {
  redis = await startRedis();
  store = await openStore(redis.url);
});

afterEach(async () => {
  await store.close();
  redis.resume();
  await redis.stop();
});

describe("Redis killed", () => {
  test("fails at once with store_down, restores from memory, and comes back", async () => {
    const known = makeWanted(10);
    const placeholders = await store.allot("killed", known);
    await redis.kill();
    await expect(store.allot("killed", makeWanted(1))).rejects.toEqual(down);
    await expect(store.ready()).rejects.toThrow(/refuses connections|cut the connection/);
    await expect(store.allot("killed", known)).rejects.toEqual(down);
    await expect(store.names("killed")).rejects.toEqual(down);
    expect((await store.reveal("killed", placeholders)).size).toBe(10);
    await expect(store.reveal("killed", ["ec2-011"])).rejects.toEqual(down);
    await sleep(1000);
    expect(store.events.filter(({ event }) => event === "store_lost").length).toBeLessThanOrEqual(2);
    await redis.restart();
    await untilReady();
    expect(await store.allot("killed", [...makeWanted(1), ...known])).toEqual(["ec2-011", ...placeholders]);
  });

  test("mid-work gives every value either its one placeholder or an error", async () => {
    const batches = Array.from({ length: 60 }, () => makeWanted(50));
    const firstTry = Promise.allSettled(batches.map((wanted) => store.allot("midway", wanted)));
    await expect.poll(() => store.trips("allot"), { ...PATIENTLY, interval: 1 }).toBeGreaterThan(5);
    await redis.kill();
    const settled = await firstTry;
    expect(settled.some(({ status }) => status === "rejected")).toBe(true);
    await redis.restart();
    await untilReady();
    const owners = new Map<string, string>();
    for (const [index, wanted] of batches.entries()) {
      const given = await store.allot("midway", wanted);
      const before = settled[index];
      expect(given).toEqual(before?.status === "fulfilled" ? before.value : given);
      for (const [at, placeholder] of given.entries()) {
        expect(owners.has(placeholder)).toBe(false);
        owners.set(placeholder, wanted[at]?.value ?? "");
      }
    }
    const fresh = await openStore(redis.url);
    expect(await fresh.reveal("midway", owners.keys())).toEqual(owners);
    await fresh.close();
  });

  test("and come back empty, a worker's numbers are still not given again", async () => {
    const known = makeWanted(7);
    await store.allot("emptied", known);
    await redis.cli("FLUSHALL");
    expect(await store.allot("emptied", makeWanted(1))).toEqual(["ec2-008"]);
  });

  test("and come back empty as another server, memory is dropped and numbers go on", async () => {
    const known = makeWanted(3);
    await store.allot("replaced", known);
    const { port } = redis;
    await redis.stop();
    redis = await startRedis({ port });
    await untilReady();
    expect(await store.allot("replaced", known)).toEqual(["ec2-004", "ec2-005", "ec2-006"]);
  });
});

describe("Redis paused", () => {
  test("gives store_down instead of hanging, under load too, and comes back", async () => {
    await store.allot("paused", makeWanted(1));
    redis.pause();
    for (let round = 0; round < 3; round++) {
      const start = performance.now();
      const settled = await Promise.allSettled([
        store.allot("paused", makeWanted(1)),
        store.names("paused-new"),
        store.ready(),
      ]);
      expect(settled.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
      expect(performance.now() - start).toBeLessThan(PATIENTLY.timeout);
    }
    redis.resume();
    await untilReady();
    expect((await store.allot("paused", makeWanted(1))).length).toBe(1);
  });

  test("while nobody asks is noticed, so that nothing is masked from memory", async () => {
    const known = makeWanted(1);
    await store.allot("idle", known);
    redis.pause();
    await sleep(3000);
    await expect(store.allot("idle", known)).rejects.toEqual(down);
  });
});

describe("Redis slow", () => {
  test("is waited for", async () => {
    await redis.cli("CLIENT", "PAUSE", "700", "ALL");
    expect(await store.allot("slow", makeWanted(1))).toEqual(["ec2-001"]);
    expect(store.events.filter(({ event }) => event === "store_lost")).toEqual([]);
  });

  test("beyond the deadline is store_down, and the same request later finds the numbers given meanwhile", async () => {
    const wanted = makeWanted(3);
    await redis.cli("CLIENT", "PAUSE", "1800", "WRITE");
    await expect(store.allot("slower", wanted)).rejects.toEqual(down);
    await sleep(500);
    await untilReady();
    expect(await store.allot("slower", wanted)).toEqual(["ec2-001", "ec2-002", "ec2-003"]);
  });
});

describe("Redis that refuses writes", () => {
  test("as a read-only replica is named, and its promotion noticed", async () => {
    const master = await startRedis();
    await redis.cli("REPLICAOF", "127.0.0.1", `${master.port}`);
    await expect(store.allot("replica", makeWanted(1))).rejects.toEqual(down);
    await expect.poll(() => store.ready().catch(String), PATIENTLY).toMatch(/read-only replica/);
    await redis.cli("REPLICAOF", "NO", "ONE");
    await untilReady();
    await store.allot("replica", makeWanted(1));
    await master.stop();
  });

  test("out of memory is named, and loses nothing", async () => {
    const known = makeWanted(100);
    const placeholders = await store.allot("full", known);
    await redis.cli("CONFIG", "SET", "maxmemory", "1mb");
    await expect(store.allot("full", makeWanted(1))).rejects.toThrow(/out of memory/);
    await expect(store.ready()).rejects.toThrow(/out of memory; raise its maxmemory/);
    const fresh = await openStore(redis.url);
    expect((await fresh.reveal("full", placeholders)).size).toBe(100);
    await fresh.close();
    await redis.cli("CONFIG", "SET", "maxmemory", "0");
    expect(await store.allot("full", [...known, ...makeWanted(1)])).toEqual([...placeholders, "ec2-101"]);
  });

  test("because it evicts counters is refused", async () => {
    await redis.cli("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
    await expect(store.ready()).rejects.toThrow(/maxmemory-policy noeviction/);
    const other = await openStore(redis.url);
    await expect(other.allot("evicted", makeWanted(1))).rejects.toThrow(/maxmemory-policy noeviction/);
    await other.close();
  });
});

/** From the moment when Redis answers again. */
async function untilReady(): Promise<void> {
  const recovery = beginRecovery();
  await expect.poll(() => store.ready().then(() => "ready", String), PATIENTLY).toBe("ready");
  recovery.end();
}
