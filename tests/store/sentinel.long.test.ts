import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { PATIENTLY, makeWanted, openPatientStore, openStore, type OpenStore } from "./open-store.ts";
import { beginRecovery } from "./recovery.ts";
import { startSentinels, type RedisSentinels } from "./redis-sentinel.ts";
import { runTraffic } from "./run-traffic.ts";

const FAILOVER_MILLISECONDS = 30_000;
const SCOPES = ["a", "b", "c"];

let redis: RedisSentinels;
let stores: OpenStore[] = [];

async function start(settings: Readonly<Record<string, string>> = {}): Promise<void> {
  redis = await startSentinels(2, 3, settings);
  stores = [await openStore(redis.url), await openStore(redis.url)];
}

afterEach(async () => {
  await Promise.all(stores.map((store) => store.close()));
  await redis.stop();
});

test.each([
  ["killed", (master: { kill(): Promise<void> }) => master.kill()],
  ["paused", async (master: { pause(): void }) => master.pause()],
])(
  "a master that is %s under load: no number given twice, no wrong error, back by itself",
  async (_, harm) => {
    // As docs/store.md advises: a new master takes nothing until a replica has joined it, so a second failover loses nothing either.
    await start({ "min-replicas-to-write": "1" });
    const traffic = runTraffic(stores, SCOPES);
    await sleep(500);
    const master = await redis.master();
    await harm(master);
    const begun = performance.now();
    await expect
      .poll(async () => (await redis.master()).port, { timeout: FAILOVER_MILLISECONDS, interval: 20 })
      .not.toBe(master.port);
    // With min-replicas-to-write it answers once a replica has joined it.
    const isJoined = async () =>
      String(await (await redis.master()).cli("INFO", "replication")).includes("state=online");
    await expect.poll(isJoined, { timeout: FAILOVER_MILLISECONDS, interval: 20 }).toBe(true);
    const recovery = beginRecovery();
    const { since: failedOver } = recovery;
    await expect.poll(() => traffic.lastSuccess("a"), { ...PATIENTLY, interval: 20 }).toBeGreaterThan(failedOver);
    recovery.end();
    console.log(
      `failover ${Math.round(failedOver - begun)} ms, then ${Math.round(traffic.lastSuccess("a") - failedOver)} ms; ` +
        `${traffic.successes} requests, ${traffic.failures} failed`,
    );
    master.resume();
    await sleep(3000);
    await traffic.stop();
    expect(traffic.wrong).toEqual([]);
    expect(traffic.conflicts).toEqual([]);
    const fresh = await openPatientStore(redis.url);
    // The other replica may still be on its way to the new master.
    await expect.poll(() => fresh.ready().then(() => "ready", String), PATIENTLY).toBe("ready");
    for (const [scope, owners] of traffic.owners) {
      const revealed = await fresh.reveal(scope, owners.keys());
      for (const [placeholder, value] of revealed) expect(value).toBe(owners.get(placeholder));
      // A replica had confirmed what was given, so all of it is there.
      expect(owners.size - revealed.size).toBe(0);
    }
    await fresh.close();
  },
  120_000,
);

test("what no replica confirms is not given", async () => {
  await start();
  const [store] = stores as [OpenStore];
  await store.allot("unconfirmed", makeWanted(1));
  const master = await redis.master();
  const replicas = redis.servers.filter((server) => server !== master);
  for (const replica of replicas) replica.pause();
  const wanted = makeWanted(2);
  await expect(store.allot("unconfirmed", wanted)).rejects.toThrow(/no replica of Redis has confirmed the mapping/);
  for (const replica of replicas) replica.resume();
  await expect.poll(() => store.allot("unconfirmed", wanted).catch(String), PATIENTLY).toEqual(["ec2-002", "ec2-003"]);
}, 60_000);

test("numbers given while there was no replica, and lost in a failover, are jumped over", async () => {
  await start();
  const [left, right] = stores as [OpenStore, OpenStore];
  await left.allot("lost", makeWanted(3));
  const master = await redis.master();
  const replicas = redis.servers.filter((server) => server !== master);
  // The store waits for one of them; after both have been down, either may become the master.
  await expect
    .poll(async () => {
      const told = String(await master.cli("INFO", "replication"));
      const offsets = [...told.matchAll(/(?:,offset=|master_repl_offset:)(\d+)/g)].map(([, offset]) => offset);
      return [offsets.length, new Set(offsets).size];
    }, PATIENTLY)
    .toEqual([3, 1]);
  for (const replica of replicas) await replica.kill();
  await expect
    .poll(async () => String(await master.cli("INFO", "replication")), PATIENTLY)
    .toContain("connected_slaves:0");
  expect(await left.allot("lost", makeWanted(4))).toEqual(["ec2-004", "ec2-005", "ec2-006", "ec2-007"]);
  await master.kill();
  for (const replica of replicas) await replica.restart();
  await expect.poll(() => right.ready().then(() => "ready", String), { timeout: FAILOVER_MILLISECONDS }).toBe("ready");
  for (const [store, next] of [
    [right, "ec2-104"],
    [left, "ec2-105"],
  ] as const) {
    const wanted = makeWanted(1);
    // A replica that has just joined may confirm too late: the client is told to try again, and asks for the same value.
    await expect.poll(() => store.allot("lost", wanted).catch(String), PATIENTLY).toEqual([next]);
  }
}, 120_000);
