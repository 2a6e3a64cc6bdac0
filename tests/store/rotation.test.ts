import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { rotateKeys } from "../../masker-service/src/store/rotate-keys.ts";
import { allotWithRetries } from "./allot-with-retries.ts";
import { makeWanted, openPatientStore } from "./open-store.ts";
import { startRedis, type RedisServer } from "./redis-server.ts";

const OLD = randomBytes(32).toString("base64");
const NEW = randomBytes(32).toString("hex");
const SCOPE = "team";

let redis: RedisServer;

beforeEach(async () => {
  redis = await startRedis();
});

afterEach(() => redis.stop());

test("with both keys all keep their placeholders; after rotation the new key alone does", async () => {
  const wanted = [...makeWanted(450), { prefix: "bucket", kind: "s3-bucket", value: "b-name", learned: true }];
  const before = await openPatientStore(redis.url, { encryptionKeys: [OLD] });
  const placeholders = await before.allot(SCOPE, wanted);
  await before.close();

  const both = await openPatientStore(redis.url, { encryptionKeys: [NEW, OLD] });
  expect(await both.allot(SCOPE, wanted.slice(0, 50))).toEqual(placeholders.slice(0, 50));
  expect((await both.reveal(SCOPE, placeholders)).size).toBe(451);
  const rotation = { url: redis.url, encryptionKeys: [NEW, OLD] };
  expect(await rotateKeys(rotation)).toEqual({ scopes: 1, mappings: 451, rotated: 401, unreadable: 0 });
  expect(await rotateKeys(rotation)).toEqual({ scopes: 1, mappings: 451, rotated: 0, unreadable: 0 });
  await both.close();

  const after = await openPatientStore(redis.url, { encryptionKeys: [NEW] });
  expect((await after.names(SCOPE)).names.map(({ value }) => value)).toEqual(["b-name"]);
  expect(await after.reveal(SCOPE, placeholders)).toEqual(
    new Map(placeholders.map((placeholder, index) => [placeholder, wanted[index]?.value])),
  );
  expect(await after.allot(SCOPE, wanted)).toEqual(placeholders);
  await after.close();
});

test("workers of both generations give one placeholder while a key is being introduced", async () => {
  const older = await openPatientStore(redis.url, { encryptionKeys: [OLD, NEW] });
  const newer = await openPatientStore(redis.url, { encryptionKeys: [NEW, OLD] });
  for (let round = 0; round < 5; round++) {
    const wanted = makeWanted(20);
    const [left, right] = await Promise.all([older.allot(SCOPE, wanted), newer.allot(SCOPE, wanted)]);
    expect(left).toEqual(right);
  }
  expect((await older.statistics(SCOPE)).mappings).toBe(100);
  await older.close();
  await newer.close();
});

test("values whose original has expired keep their number, too", async () => {
  const wanted = makeWanted(5);
  const brief = await openPatientStore(redis.url, { encryptionKeys: [OLD], ttlSeconds: 1 });
  const placeholders = await brief.allot(SCOPE, wanted);
  await brief.close();
  await sleep(1200);
  expect((await rotateKeys({ url: redis.url, encryptionKeys: [NEW, OLD] })).rotated).toBe(5);
  const after = await openPatientStore(redis.url, { encryptionKeys: [NEW] });
  expect((await after.reveal(SCOPE, placeholders)).size).toBe(0);
  expect(await after.allot(SCOPE, wanted)).toEqual(placeholders);
  await after.close();
});

test("lives are kept, and mappings under an unknown key are counted", async () => {
  const brief = await openPatientStore(redis.url, { encryptionKeys: [OLD], ttlSeconds: 100 });
  await brief.allot(SCOPE, makeWanted(3));
  await brief.close();
  const unknown = { url: redis.url, encryptionKeys: [NEW, randomBytes(32).toString("base64")] };
  expect(await rotateKeys(unknown)).toEqual({ scopes: 1, mappings: 3, rotated: 0, unreadable: 3 });
  await rotateKeys({ url: redis.url, encryptionKeys: [NEW, OLD] });
  const [key = ""] = (await redis.cli("KEYS", "*original*")) as string[];
  expect(await redis.cli("TTL", key)).toBeLessThanOrEqual(100);
});

test("goes on beside live traffic without a second number", async () => {
  const wanted = makeWanted(600);
  const older = await openPatientStore(redis.url, { encryptionKeys: [OLD, NEW] });
  const placeholders = await older.allot(SCOPE, wanted);
  const traffic = Array.from({ length: 20 }, async (_, turn) => {
    await sleep(turn * 3);
    const worker = await openPatientStore(redis.url, { encryptionKeys: turn % 2 === 0 ? [NEW, OLD] : [OLD, NEW] });
    const given = await allotWithRetries(worker, SCOPE, wanted);
    await worker.close();
    return given;
  });
  await rotateKeys({ url: redis.url, encryptionKeys: [NEW, OLD] });
  for (const given of await Promise.all(traffic)) expect(given).toEqual(placeholders);
  expect((await older.statistics(SCOPE)).mappings).toBe(600);
  await older.close();
});
