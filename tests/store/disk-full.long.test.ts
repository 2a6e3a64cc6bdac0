import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";
import { PATIENTLY, makeWanted, openStore } from "./open-store.ts";
import { startRedis } from "./redis-server.ts";

const MEGABYTE = 1 << 20;

test("a full disk is named, loses nothing that was given, and is over when there is room again", async () => {
  const redis = await startRedis({ diskMegabytes: 8, settings: { appendfsync: "everysec" } });
  const store = await openStore(redis.url);
  const filler = path.join(redis.disk(), "filler");
  await writeFile(filler, Buffer.alloc(7 * MEGABYTE));
  const owners = new Map<string, string>();
  const outcome = await fillUntilRefused();
  expect(outcome).toMatch(/Redis cannot write to its disk and refuses writes; free disk space/);
  expect(owners.size).toBeGreaterThan(100);
  await expect(store.ready()).rejects.toThrow(/cannot write to its disk/);

  await rm(filler);
  await expect.poll(() => store.ready().then(() => "ready", String), PATIENTLY).toBe("ready");
  for (const placeholder of await store.allot("disk", makeWanted(50))) expect(owners.has(placeholder)).toBe(false);
  const fresh = await openStore(redis.url);
  expect(await fresh.reveal("disk", owners.keys())).toEqual(owners);
  await fresh.close();
  await store.close();
  await redis.stop();

  async function fillUntilRefused(): Promise<string> {
    for (let request = 0; request < 1000; request++) {
      const wanted = makeWanted(50);
      try {
        const given = await store.allot("disk", wanted);
        for (const [index, placeholder] of given.entries()) owners.set(placeholder, wanted[index]?.value ?? "");
      } catch (error) {
        return String(error);
      }
    }
    return "never refused";
  }
}, 60_000);

test("a full disk under appendfsync always ends Redis; started again with room, it has all that was given", async () => {
  const directory = await mkdtemp(path.join(tmpdir(), "masker-disk-"));
  // A disk that outlives its server, as a real one does.
  await execa("mount", ["-t", "tmpfs", "-o", "size=8m", "tmpfs", directory]);
  onTestFinished(async () => {
    await execa("umount", ["--lazy", directory]);
    await rm(directory, { recursive: true });
  });
  const redis = await startRedis({ directory });
  const store = await openStore(redis.url);
  const filler = path.join(directory, "filler");
  await writeFile(filler, Buffer.alloc(7 * MEGABYTE));
  const owners = new Map<string, string>();
  await expect(fill()).rejects.toEqual(expect.objectContaining({ code: "store_down" }));
  expect(owners.size).toBeGreaterThan(100);
  await expect.poll(() => redis.isRunning(), PATIENTLY).toBe(false);

  await rm(filler);
  await redis.restart();
  const back = performance.now();
  await expect.poll(() => store.ready().then(() => "ready", String), { ...PATIENTLY, interval: 5 }).toBe("ready");
  console.log(`ready ${Math.round(performance.now() - back)} ms after Redis`);
  for (const placeholder of await store.allot("disk", makeWanted(50))) expect(owners.has(placeholder)).toBe(false);
  const fresh = await openStore(redis.url);
  expect(await fresh.reveal("disk", owners.keys())).toEqual(owners);
  await fresh.close();
  await store.close();
  await redis.stop();

  async function fill(): Promise<void> {
    for (;;) {
      const wanted = makeWanted(50);
      const given = await store.allot("disk", wanted);
      for (const [index, placeholder] of given.entries()) owners.set(placeholder, wanted[index]?.value ?? "");
    }
  }
}, 60_000);
