import { randomBytes } from "node:crypto";
import { readdir, stat, truncate } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { rotateKeys } from "../../masker-service/src/store/rotate-keys.ts";
import { KEY, makeWanted, openPatientStore, PATIENTLY } from "./open-store.ts";
import { startRedis, type RedisServer } from "./redis-server.ts";

const SCOPE = "team:bad-input";
const NEW_KEY = randomBytes(32).toString("base64");

let redis: RedisServer;
beforeEach(async () => {
  redis = await startRedis();
});
afterEach(() => redis.stop());

async function readiness(...encryptionKeys: string[]): Promise<string> {
  const store = await openPatientStore(redis.url, { encryptionKeys });
  const outcome = await store.ready().then(() => "ready", String);
  await store.close();
  return outcome;
}

describe("ready tells of an encryption key", () => {
  test("that it is another than the mappings are under, by its id, and never the key", async () => {
    expect(await readiness(KEY)).toBe("ready");
    const wrong = await readiness(NEW_KEY);
    expect(wrong).toMatch(/under encryption key [0-9a-f]{8}, which is not configured; add it to MASKER_PREVIOUS/);
    expect(wrong).not.toContain(KEY.slice(0, 12));
    expect(await readiness(KEY)).toBe("ready");
  });

  test("that was taken away before the rotation was done, and takes it once it is", async () => {
    expect(await readiness(KEY)).toBe("ready");
    expect(await readiness(KEY, NEW_KEY)).toBe("ready");
    expect(await readiness(NEW_KEY, KEY)).toBe("ready");
    expect(await readiness(NEW_KEY)).toMatch(/which is not configured/);
    await rotateKeys({ url: redis.url, encryptionKeys: [NEW_KEY, KEY] });
    expect(await readiness(NEW_KEY)).toBe("ready");
    expect(await readiness(KEY)).toMatch(/which is not configured/);
  });

  test("that is lost for good: the way out that docs/store.md tells leads on, and no number is given again", async () => {
    const name = { prefix: "bucket", kind: "s3-bucket", value: "acme-logs", learned: true };
    const before = await openPatientStore(redis.url);
    await before.ready();
    await before.allot(SCOPE, [name]);
    await before.close();
    await redis.cli("DEL", "masker:{ready}:key");
    const after = await openPatientStore(redis.url, { encryptionKeys: [NEW_KEY] });
    await after.ready();
    await expect(after.names(SCOPE)).rejects.toThrow(
      /encrypted with key [0-9a-f]{8}, which is not .* delete the scope/,
    );
    await after.deleteScope(SCOPE);
    expect((await after.names(SCOPE)).names).toEqual([]);
    expect(await after.allot(SCOPE, [name])).toEqual(["bucket-002"]);
    await after.close();
  });
});

describe("an append-only file whose end is lost", () => {
  test("gives no number to a second value, and no value for another's placeholder", async () => {
    const store = await openPatientStore(redis.url);
    const wanted = makeWanted(20);
    const placeholders = await store.allot(SCOPE, wanted.slice(0, 10));
    const later = await store.allot(SCOPE, wanted.slice(10));
    await redis.kill();
    await cutAppendOnlyFile(redis.directory);
    await redis.restart();
    await expect.poll(() => store.ready().then(() => "ready", String), PATIENTLY).toBe("ready");

    const fresh = makeWanted(5);
    const given = await store.allot(SCOPE, fresh);
    expect(given.filter((placeholder) => [...placeholders, ...later].includes(placeholder))).toEqual([]);
    const other = await openPatientStore(redis.url);
    const revealed = await other.reveal(SCOPE, [...placeholders, ...later]);
    for (const [placeholder, value] of revealed) {
      expect([...placeholders, ...later].indexOf(placeholder)).toBe(wanted.findIndex((one) => one.value === value));
    }
    expect(revealed.size).toBeLessThan(20);
    await Promise.all([store.close(), other.close()]);
  });
});

/** Cuts the file of increments in the middle of its last command, as a power cut would. */
async function cutAppendOnlyFile(directory: string): Promise<void> {
  const folder = join(directory, "appendonlydir");
  const name = (await readdir(folder)).find((file) => file.endsWith(".incr.aof")) ?? "";
  const { size } = await stat(join(folder, name));
  await truncate(join(folder, name), size - 40);
}
