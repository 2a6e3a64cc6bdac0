import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { rotateKeys } from "../../masker-service/src/store/rotate-keys.ts";
import { KEY, openPatientStore } from "./open-store.ts";
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
