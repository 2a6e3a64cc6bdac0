import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PATIENTLY, openPatientStore, type OpenStore } from "./open-store.ts";
import { startRedis, type RedisServer } from "./redis-server.ts";

let redis: RedisServer;
let store: OpenStore;
let other: OpenStore;

beforeAll(async () => {
  redis = await startRedis();
  store = await openPatientStore(redis.url);
  other = await openPatientStore(redis.url);
});

afterAll(async () => {
  await store.close();
  await other.close();
  await redis.stop();
});

describe("names", () => {
  const name = { prefix: "bucket", kind: "s3-bucket", value: "my-data" };
  const bucket = { ...name, learned: true };

  test("what one worker learns, it knows at once, and the others soon after, without being asked", async () => {
    expect((await store.names("learn")).names).toEqual([]);
    expect((await other.names("learn")).names).toEqual([]);
    await store.allot("learn", [bucket]);
    const trips = store.trips();
    const { version, names } = await store.names("learn");
    expect(names).toEqual([name]);
    expect(store.trips()).toBe(trips);
    await expect.poll(async () => (await other.names("learn")).names, PATIENTLY).toEqual([name]);
    await store.allot("learn", [bucket]);
    expect((await store.names("learn")).version).toBe(version);
  });

  test("a value masked before by its shape becomes a name when it is learned", async () => {
    await store.names("later");
    const [before] = await store.allot("later", [name]);
    expect((await store.names("later")).names).toEqual([]);
    expect(await store.allot("later", [bucket])).toEqual([before]);
    expect((await store.names("later")).names).toEqual([name]);
  });

  test("a scope new to the process costs one round trip", async () => {
    await store.allot("warm", [bucket]);
    const fresh = await openPatientStore(redis.url);
    expect((await fresh.names("warm")).names).toEqual([name]);
    await fresh.names("warm");
    expect(fresh.trips("names")).toBe(1);
    expect(fresh.trips()).toBe(2); // one more for the connection: whether its key is the right one
    await fresh.close();
  });
});

describe("names that nobody uses", () => {
  test("are forgotten by Redis and by every worker when their original's life ends", async () => {
    const brief = await openPatientStore(redis.url, { ttlSeconds: 1 });
    const [used, unused] = ["used", "unused"].map((value) => ({ prefix: "bucket", kind: "s3", value, learned: true }));
    await brief.names("ageing");
    await brief.allot(
      "ageing",
      [used, unused].flatMap((name) => name ?? []),
    );
    const seen = async () => (await brief.names("ageing")).names.map(({ value }) => value);
    expect(await seen()).toEqual(["used", "unused"]);
    for (let step = 0; step < 15; step++) {
      await sleep(100);
      await brief.allot("ageing", used === undefined ? [] : [used]);
    }
    expect(await seen()).toEqual(["used"]);
    expect((await brief.statistics("ageing")).names).toBe(1);
    await brief.close();
  });
});
