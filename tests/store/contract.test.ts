import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PATIENTLY, makeWanted, openPatientStore, type OpenStore } from "./open-store.ts";
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

describe("allot", () => {
  test("numbers follow the order of first occurrence, per prefix", async () => {
    const wanted = [
      { prefix: "ec2", kind: "ec2-instance", value: "i-b" },
      { prefix: "bucket", kind: "s3-bucket", value: "i-b" },
      { prefix: "ec2", kind: "ec2-instance", value: "i-a" },
      { prefix: "ec2", kind: "ec2-instance", value: "i-b" },
    ];
    expect(await store.allot("order", wanted)).toEqual(["ec2-001", "bucket-001", "ec2-002", "ec2-001"]);
  });

  test("a value keeps its placeholder, in this worker and in others", async () => {
    const wanted = makeWanted(250);
    const placeholders = await store.allot("keep", wanted);
    expect(new Set(placeholders).size).toBe(250);
    expect(await store.allot("keep", wanted)).toEqual(placeholders);
    expect(await other.allot("keep", wanted.toReversed())).toEqual(placeholders.toReversed());
  });

  test("what is known costs no round trip, what is new costs one", async () => {
    const [first, second, third] = [makeWanted(200), makeWanted(20), makeWanted(1)];
    await store.allot("trips", [...first, ...second]);
    const before = store.trips("allot", "names", "reveal");
    await store.allot("trips", [...second, ...first]);
    expect(store.trips("allot", "names", "reveal") - before).toBe(0);
    await store.allot("trips", [...second, ...third, ...first]);
    expect(store.trips("allot", "names", "reveal") - before).toBe(1);
  });

  test("an empty request asks nothing", async () => {
    expect(await store.allot("empty", [])).toEqual([]);
  });

  test("3,000 values at once are one to one", async () => {
    const wanted = makeWanted(3000);
    const placeholders = await store.allot("many", wanted);
    expect(placeholders[0]).toBe("ec2-001");
    expect(placeholders[2999]).toBe("ec2-3000");
    expect(await other.reveal("many", placeholders)).toEqual(
      new Map(placeholders.map((placeholder, index) => [placeholder, wanted[index]?.value])),
    );
  });

  test("two scopes with the same values never mix", async () => {
    const wanted = makeWanted(5);
    await store.allot("left", makeWanted(3));
    const [left, right] = await Promise.all([store.allot("left", wanted), store.allot("right", wanted)]);
    expect(left).toEqual(["ec2-004", "ec2-005", "ec2-006", "ec2-007", "ec2-008"]);
    expect(right).toEqual(["ec2-001", "ec2-002", "ec2-003", "ec2-004", "ec2-005"]);
    expect(await other.reveal("right", ["ec2-006"])).toEqual(new Map());
  });
});

describe("reveal", () => {
  test.each([
    ["Hangul and emoji", "버킷-🪣-이름"],
    ["a lone surrogate", "a\ud800b"],
    ["line ends", "-----BEGIN KEY-----\r\nabc\n-----END KEY-----"],
    ["a NUL and a colon", "a\0b:c|d"],
    ["nothing", ""],
    ["a megabyte", "x".repeat(1 << 20)],
  ])("gives back %s exactly", async (_, value) => {
    const [placeholder = ""] = await store.allot("exact", [{ prefix: "lit", kind: "look-alike", value }]);
    expect((await other.reveal("exact", [placeholder])).get(placeholder)).toBe(value);
  });

  test("leaves out what was never issued, and what is no placeholder", async () => {
    await store.allot("absent", makeWanted(1));
    const revealed = await other.reveal("absent", ["ec2-001", "ec2-002", "ec2-0001", "iam-001", "x", "", "-", "7"]);
    expect([...revealed.keys()]).toEqual(["ec2-001"]);
  });

  test("costs one round trip, then none", async () => {
    const placeholders = await store.allot("revealed", makeWanted(100));
    const before = other.trips("reveal");
    await other.reveal("revealed", placeholders);
    await other.reveal("revealed", placeholders);
    expect(other.trips("reveal") - before).toBe(1);
  });
});

describe("forgetting", () => {
  test("a forgotten value is gone everywhere and its number burnt", async () => {
    const wanted = makeWanted(3);
    await store.allot("forget", wanted);
    await other.reveal("forget", ["ec2-002"]);
    expect(await store.forgetValue("forget", wanted[1]?.value ?? "")).toBe(1);
    expect(await store.forgetValue("forget", "i-never-seen")).toBe(0);
    await expect.poll(() => other.reveal("forget", ["ec2-002"]), PATIENTLY).toEqual(new Map());
    expect(await store.allot("forget", wanted)).toEqual(["ec2-001", "ec2-004", "ec2-003"]);
  });

  test("a deleted scope is gone everywhere, names too, and its numbers burnt", async () => {
    const wanted = makeWanted(2500);
    await store.allot("delete", wanted);
    await store.allot("delete", [{ prefix: "bucket", kind: "s3-bucket", value: "my-data", learned: true }]);
    await other.names("delete");
    expect(await store.deleteScope("delete")).toBe(2501);
    await expect.poll(async () => (await other.names("delete")).names, PATIENTLY).toEqual([]);
    expect((await store.statistics("delete")).mappings).toBe(0);
    expect(await store.allot("delete", wanted.slice(0, 1))).toEqual(["ec2-2501"]);
    expect(await redis.cli("KEYS", "*deleted")).toEqual([]);
  });

  test("statistics count without a value", async () => {
    await store.allot("count", [...makeWanted(3), ...makeWanted(2, "iam")]);
    expect(await store.statistics("count")).toEqual({
      mappings: 5,
      names: 0,
      prefixes: { ec2: { highest: 3, live: 3 }, iam: { highest: 2, live: 2 } },
    });
  });
});

describe("life of an original", () => {
  test("ends after the last use, and its number is given to no other value", async () => {
    const brief = await openPatientStore(redis.url, { ttlSeconds: 1 });
    const wanted = makeWanted(1);
    await brief.allot("brief", wanted);
    await sleep(1300);
    expect(await brief.reveal("brief", ["ec2-001"])).toEqual(new Map());
    expect(await brief.allot("brief", makeWanted(1))).toEqual(["ec2-002"]);
    expect(await brief.allot("brief", wanted)).toEqual(["ec2-001"]);
    expect((await other.reveal("brief", ["ec2-001"])).get("ec2-001")).toBe(wanted[0]?.value);
    await brief.close();
  });

  test("slides with uses that memory answers", async () => {
    const brief = await openPatientStore(redis.url, { ttlSeconds: 1 });
    const wanted = makeWanted(1);
    await brief.allot("slide", wanted);
    for (let step = 0; step < 20; step++) {
      await sleep(100);
      await brief.allot("slide", wanted);
    }
    expect(brief.trips("touch")).toBeGreaterThan(0);
    expect((await other.reveal("slide", ["ec2-001"])).size).toBe(1);
    await brief.close();
  });
});

describe("thoughts", () => {
  test("that one worker notes all know, and nobody knows what was not noted", async () => {
    await store.noteThoughts(["thought-1", "thought-2"]);
    expect(await other.knowsThoughts(["thought-2", "thought-1"])).toBe(true);
    expect(await other.knowsThoughts(["thought-1", "thought-3"])).toBe(false);
    expect(await other.knowsThoughts([])).toBe(true);
  });

  test("are kept as keyed hashes, with a life that slides", async () => {
    await store.noteThoughts(["thought-4"]);
    const keys = (await redis.cli("KEYS", "masker:thought:*")) as string[];
    expect(keys.filter((key) => !/^masker:thought:[\w-]{22}$/.test(key))).toEqual([]);
    for (const key of keys) await redis.cli("PEXPIRE", key, "5000");
    expect(await store.knowsThoughts(["thought-4"])).toBe(true);
    const lives = await Promise.all(keys.map(async (key) => Number(await redis.cli("PTTL", key))));
    expect(lives.filter((life) => life > 5000)).toHaveLength(1);
  });
});
