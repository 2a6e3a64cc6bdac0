import { randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { createClient, RESP_TYPES } from "redis";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { KEY, makeWanted, openPatientStore, type OpenStore } from "./open-store.ts";
import { startRedis, type RedisServer } from "./redis-server.ts";

const SCOPE = "team:payments-seoul";

let redis: RedisServer;
let store: OpenStore;

beforeEach(async () => {
  redis = await startRedis();
  store = await openPatientStore(redis.url);
});

afterEach(async () => {
  await store.close();
  await redis.stop();
});

test("no original, kind or scope name is in Redis' files or keys, in any encoding", async () => {
  const secrets = ["AKIA1234567890ABCDEF", "내-버킷-이름", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"];
  await store.allot(
    SCOPE,
    secrets.map((value) => ({ prefix: "x", kind: "kind-of-it", value, learned: true })),
  );
  await store.names(SCOPE);
  await redis.cli("SAVE");
  const disk = await readTree(redis.directory);
  const keys = Buffer.from(JSON.stringify(await redis.cli("KEYS", "*")));
  expect(disk.length).toBeGreaterThan(500);
  for (const text of [...secrets, SCOPE, "payments", "kind-of-it"]) {
    for (const encoding of ["utf8", "utf16le"] as const) {
      const bytes = Buffer.from(text, encoding);
      for (const form of [bytes, Buffer.from(bytes.toString("base64url")), Buffer.from(bytes.toString("hex"))]) {
        expect(Buffer.concat([disk, keys]).includes(form)).toBe(false);
      }
    }
  }
});

test("all keys of a scope lie in one slot", async () => {
  await store.allot(SCOPE, [...makeWanted(3), { prefix: "n", kind: "n", value: "n", learned: true }]);
  const keys = await keysOfScopes();
  const slots = await Promise.all(keys.map(async (key) => /\{(.+)\}/.exec(key)?.[1]));
  expect(keys.length).toBe(7);
  expect(new Set(slots).size).toBe(1);
});

test("only originals expire", async () => {
  await store.allot(SCOPE, [...makeWanted(1), { prefix: "n", kind: "n", value: "n", learned: true }]);
  const keys = await keysOfScopes();
  const lives = await Promise.all(keys.map(async (key) => [key.replace(/^.*\}:/, ""), await redis.cli("TTL", key)]));
  expect(Object.fromEntries(lives)).toEqual({
    hashes: -1,
    counters: -1,
    names: -1,
    "original:ec2:1": expect.toSatisfy((ttl: number) => ttl > 3590 && ttl <= 3600),
    "original:n:1": expect.toSatisfy((ttl: number) => ttl > 3590 && ttl <= 3600),
  });
});

describe("a value that was tampered with is refused, never given", () => {
  const originals = { one: "i-11111111", two: "i-22222222" };
  const refused = expect.objectContaining({ code: "internal" });

  beforeEach(async () => {
    await store.allot(
      SCOPE,
      Object.values(originals).map((value) => ({ prefix: "ec2", kind: "k", value })),
    );
    await store.allot(SCOPE, [{ prefix: "vol", kind: "k", value: originals.one }]);
  });

  test.each([
    ["the key id", 17],
    ["the nonce", 24],
    ["the ciphertext", 34],
    ["the tag", -2],
  ])("in %s", async (_, offset) => {
    await withBytes(async (client) => {
      const [key = Buffer.of()] = await originalKeys(client, "ec2:1");
      const sealed = (await client.get(key)) ?? Buffer.of();
      const at = offset < 0 ? sealed.length + offset : offset;
      sealed[at] = (sealed[at] ?? 0) ^ 1;
      await client.set(key, sealed);
    });
    const fresh = await openPatientStore(redis.url);
    await expect(fresh.reveal(SCOPE, ["ec2-001"])).rejects.toEqual(refused);
    await fresh.close();
  });

  test.each([
    ["of the same prefix", "ec2:2"],
    ["of another prefix, of the same value", "vol:1"],
  ])("swapped with one %s", async (_, id) => {
    await withBytes(async (client) => {
      const [mine = Buffer.of()] = await originalKeys(client, "ec2:1");
      const [theirs = Buffer.of()] = await originalKeys(client, id);
      await client.copy(theirs, mine, { REPLACE: true });
    });
    const fresh = await openPatientStore(redis.url);
    await expect(fresh.reveal(SCOPE, ["ec2-001"])).rejects.toEqual(refused);
    await fresh.close();
  });

  test("moved into another scope", async () => {
    await store.allot("other", [{ prefix: "ec2", kind: "k", value: originals.one }]);
    await withBytes(async (client) => {
      const own = Buffer.from(/\{.+\}/.exec(String((await originalKeys(client, "vol:1"))[0]))?.[0] ?? "");
      for (const kind of ["hashes", "original:ec2:1"]) {
        const [left, right] = (await client.keys(`masker:{*}:${kind}`)).toSorted((a) => (a.includes(own) ? -1 : 1));
        await client.copy(left ?? "", right ?? "", { REPLACE: true });
      }
    });
    const fresh = await openPatientStore(redis.url);
    await expect(fresh.reveal("other", ["ec2-001"])).rejects.toEqual(refused);
    await fresh.close();
  });
});

test("another key reads nothing, and gives nothing a second number", async () => {
  const wanted = makeWanted(2);
  await store.allot(SCOPE, [...wanted, { prefix: "n", kind: "n", value: "n", learned: true }]);
  const stranger = await openPatientStore(redis.url, { encryptionKeys: [randomBytes(32).toString("base64")] });
  const refused = expect.objectContaining({
    code: "store_down",
    message: expect.stringMatching(
      /under encryption key [0-9a-f]{8}, which is not configured; add it to MASKER_PREVIOUS/,
    ),
  });
  await expect(stranger.allot(SCOPE, wanted)).rejects.toEqual(refused);
  await expect(stranger.names(SCOPE)).rejects.toEqual(refused);
  await expect(stranger.reveal(SCOPE, ["ec2-001"])).rejects.toEqual(refused);
  await expect(stranger.statistics(SCOPE)).rejects.toEqual(refused);
  await expect(stranger.knowsThoughts(["a"])).rejects.toEqual(refused);
  await stranger.close();
  expect((await store.statistics(SCOPE)).mappings).toBe(3);
});

test("another key, once the lost one is given up, reads nothing, says which is missing, and gives no number a second time", async () => {
  const wanted = makeWanted(2);
  await store.allot(SCOPE, [...wanted, { prefix: "n", kind: "n", value: "n", learned: true }]);
  await store.close();
  await redis.cli("DEL", "masker:{ready}:key");
  const stranger = await openPatientStore(redis.url, { encryptionKeys: [randomBytes(32).toString("base64")] });
  await expect(stranger.reveal(SCOPE, ["ec2-001"])).rejects.toThrow(/encrypted with key [0-9a-f]{8}, which is not/);
  await expect(stranger.names(SCOPE)).rejects.toThrow(/which is not configured; add that key/);
  expect(await stranger.allot(SCOPE, wanted)).toEqual(["ec2-003", "ec2-004"]);
  await stranger.close();
});

test.each(["short", "", `${KEY}AAAA`, "f".repeat(63)])(
  "a malformed key is refused without being shown: %j",
  async (key) => {
    const opening = openPatientStore(redis.url, { encryptionKeys: [key] });
    await expect(opening).rejects.toThrow(/32 random bytes in base64; make one with: openssl rand -base64 32$/);
  },
);

async function keysOfScopes(): Promise<string[]> {
  const keys = (await redis.cli("KEYS", "*")) as string[];
  return keys.filter((key) => !key.startsWith("masker:{ready}:"));
}

async function readTree(directory: string): Promise<Buffer> {
  const files = await readdir(directory, { recursive: true, withFileTypes: true });
  return Buffer.concat(
    await Promise.all(
      files.filter((file) => file.isFile()).map((file) => readFile(path.join(file.parentPath, file.name))),
    ),
  );
}

type BytesClient = ReturnType<typeof bytesClient>;

function bytesClient() {
  return createClient({ url: redis.url }).withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer });
}

async function withBytes(work: (client: BytesClient) => Promise<void>): Promise<void> {
  const client = bytesClient();
  await client.connect();
  await work(client);
  client.destroy();
}

async function originalKeys(client: BytesClient, id: string): Promise<Buffer[]> {
  return client.keys(`masker:{*}:original:${id}`);
}
