import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { rotateKeys } from "../../masker-service/src/store/rotate-keys.ts";
import { scopeKeys } from "../../masker-service/src/store/scope-keys.ts";
import { scopeTag } from "../../masker-service/src/store/scope-tag.ts";
import { KEY, PATIENTLY, makeWanted, openPatientStore, openStore, type OpenStore } from "./open-store.ts";
import { beginRecovery } from "./recovery.ts";
import { startCluster, type RedisCluster } from "./redis-cluster.ts";
import { runTraffic } from "./run-traffic.ts";

const FAILOVER_MILLISECONDS = 20_000;
const SCOPES = Array.from({ length: 12 }, (_, index) => `team-${index}`);

let cluster: RedisCluster;
let stores: OpenStore[];

beforeAll(async () => {
  cluster = await startCluster(3, 1);
}, 120_000);

afterAll(() => cluster.stop());

beforeEach(async () => {
  stores = [await openStore(cluster.url), await openStore(cluster.url)];
});

afterEach(async () => {
  await Promise.all(stores.map((store) => store.close()));
});

const hashesOf = (scope: string) => scopeKeys(scopeTag(scope)).hashes;

test("scopes over all masters work as on one server", async () => {
  const [left, right] = stores as [OpenStore, OpenStore];
  await left.ready();
  const wanted = [...makeWanted(20), { prefix: "n", kind: "n", value: "a-name", learned: true }];
  const masters = new Set<number>();
  for (const scope of SCOPES) {
    masters.add((await cluster.masterOf(hashesOf(scope))).port);
    await right.names(scope);
    const placeholders = await left.allot(scope, wanted);
    expect(placeholders[19]).toBe("ec2-020");
    expect((await right.reveal(scope, placeholders)).size).toBe(21);
    await expect.poll(async () => (await right.names(scope)).names.length, PATIENTLY).toBe(1);
  }
  expect(masters.size).toBe(3);
  const newest = randomBytes(32).toString("base64");
  const encryptionKeys = [newest, KEY];
  expect(await rotateKeys({ url: cluster.url, encryptionKeys })).toMatchObject({ scopes: 12, rotated: 12 * 21 });
  const rotated = await openStore(cluster.url, { encryptionKeys });
  expect((await rotated.statistics("team-0")).mappings).toBe(21);
  expect(await rotated.deleteScope("team-0")).toBe(21);
  expect((await rotated.allot("team-0", makeWanted(1)))[0]).toBe("ec2-021");
  await rotated.close();
  await rotateKeys({ url: cluster.url, encryptionKeys: [KEY, newest] });
});

test.each([
  ["killed", (master: { kill(): Promise<void> }) => master.kill()],
  ["paused", async (master: { pause(): void }) => master.pause()],
])(
  "a master that is %s under load: no number given twice, no wrong error, back by itself",
  async (_, harm) => {
    const [scope = ""] = SCOPES;
    const traffic = runTraffic(stores, SCOPES);
    await sleep(500);
    const master = await cluster.masterOf(hashesOf(scope));
    await harm(master);
    const begun = performance.now();
    const promoted = async () => (await cluster.masterOf(hashesOf(scope))).port !== master.port;
    await expect.poll(promoted, { timeout: FAILOVER_MILLISECONDS, interval: 50 }).toBe(true);
    const recovery = beginRecovery();
    const { since: failedOver } = recovery;
    await expect.poll(() => traffic.lastSuccess(scope), { ...PATIENTLY, interval: 20 }).toBeGreaterThan(failedOver);
    recovery.end();
    console.log(
      `failover ${Math.round(failedOver - begun)} ms, then ${Math.round(traffic.lastSuccess(scope) - failedOver)} ms; ` +
        `${traffic.successes} requests, ${traffic.failures} failed`,
    );
    await sleep(1000);
    master.resume();
    await master.kill();
    await master.restart();
    await cluster.untilWhole();
    await sleep(1000);
    await traffic.stop();
    expect(traffic.wrong).toEqual([]);
    expect(traffic.conflicts).toEqual([]);
    const fresh = await openPatientStore(cluster.url);
    for (const [name, owners] of traffic.owners) {
      const revealed = await fresh.reveal(name, owners.keys());
      for (const [placeholder, value] of revealed) expect(value).toBe(owners.get(placeholder));
    }
    await fresh.close();
  },
  120_000,
);

test("a failover by hand costs at most retryable errors", async () => {
  const [scope = ""] = SCOPES;
  const traffic = runTraffic(stores, SCOPES);
  const master = await cluster.masterOf(hashesOf(scope));
  const id = String(await master.cli("CLUSTER", "MYID"));
  const nodes = String(await master.cli("CLUSTER", "NODES"));
  const line = nodes.split("\n").find((each) => each.includes(`slave ${id}`)) ?? "";
  const replica = cluster.nodes.find(({ port }) => line.includes(`:${port}@`));
  await replica?.cli("CLUSTER", "FAILOVER");
  await expect
    .poll(async () => (await cluster.masterOf(hashesOf(scope))).port, { timeout: FAILOVER_MILLISECONDS })
    .toBe(replica?.port);
  const recovery = beginRecovery();
  await expect.poll(() => traffic.lastSuccess(scope), { ...PATIENTLY, interval: 20 }).toBeGreaterThan(recovery.since);
  recovery.end();
  await traffic.stop();
  expect(traffic.wrong).toEqual([]);
  expect(traffic.conflicts).toEqual([]);
}, 60_000);
