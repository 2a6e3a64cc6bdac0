import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { mountDisk } from "./mount-disk.ts";
import { PATIENTLY, makeWanted, type OpenStore, openStore } from "./open-store.ts";
import { beginRecovery } from "./recovery.ts";
import { startRedis } from "./redis-server.ts";

const MEGABYTE = 1 << 20;

test("a full disk is named, loses nothing that was given, and is over when there is room again", async () => {
  const redis = await startRedis({ diskMegabytes: 8, settings: { appendfsync: "everysec" } });
  const store = await openStore(redis.url);
  const filler = path.join(redis.disk(), "filler");
  await writeFile(filler, Buffer.alloc(7 * MEGABYTE));
  const owners = new Map<string, string>();
  await expect(fill(store, owners)).rejects.toThrow(
    /Redis cannot write to its disk and refuses writes; free disk space/,
  );
  expect(owners.size).toBeGreaterThan(100);
  await expect(store.ready()).rejects.toThrow(/cannot write to its disk/);

  await rm(filler);
  // Redis itself tries again once a second.
  await expect.poll(() => redis.cli("SET", "probe", "1").catch(String), PATIENTLY).toBe("OK");
  const recovery = beginRecovery();
  await expect.poll(() => store.ready().then(() => "ready", String), PATIENTLY).toBe("ready");
  recovery.end();
  await expectNothingLost(store, redis.url, owners);
  await store.close();
  await redis.stop();
}, 60_000);

test("a full disk under appendfsync always ends Redis; started again with room, it has all that was given", async () => {
  const disk = await mountDisk(8);
  onTestFinished(() => disk.unmount());
  const redis = await startRedis({ directory: disk.directory });
  const store = await openStore(redis.url);
  const filler = path.join(disk.directory, "filler");
  await writeFile(filler, Buffer.alloc(7 * MEGABYTE));
  const owners = new Map<string, string>();
  await expect(fill(store, owners)).rejects.toEqual(expect.objectContaining({ code: "store_down" }));
  expect(owners.size).toBeGreaterThan(100);
  await expect.poll(() => redis.isRunning(), PATIENTLY).toBe(false);

  await rm(filler);
  await redis.restart();
  const recovery = beginRecovery();
  await expect.poll(() => store.ready().then(() => "ready", String), { ...PATIENTLY, interval: 5 }).toBe("ready");
  console.log(`ready ${Math.round(performance.now() - recovery.since)} ms after Redis`);
  recovery.end();
  await expectNothingLost(store, redis.url, owners);
  await store.close();
  await redis.stop();
}, 60_000);

/** Asks for placeholders until it is refused; notes who has each. */
async function fill(store: OpenStore, owners: Map<string, string>): Promise<never> {
  for (;;) {
    const wanted = makeWanted(50);
    const given = await store.allot("disk", wanted);
    for (const [index, placeholder] of given.entries()) owners.set(placeholder, wanted[index]?.value ?? "");
  }
}

/** No placeholder is given a second time, and a new process reads every one that was. */
async function expectNothingLost(store: OpenStore, url: string, owners: ReadonlyMap<string, string>): Promise<void> {
  for (const placeholder of await store.allot("disk", makeWanted(50))) expect(owners.has(placeholder)).toBe(false);
  const fresh = await openStore(url);
  expect(await fresh.reveal("disk", owners.keys())).toEqual(owners);
  await fresh.close();
}
