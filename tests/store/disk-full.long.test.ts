import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
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
