import { readFileSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import { cutAppendOnlyFile, repairAppendOnlyFile } from "./cut-append-only-file.ts";
import { makeWanted, openPatientStore, PATIENTLY } from "./open-store.ts";
import { type RedisServer, startRedis } from "./redis-server.ts";

const SCOPE = "team:lost";
const WANTED = makeWanted(20);

let redis: RedisServer;
afterEach(() => redis.stop());

/** Gives twenty numbers in two requests, by a worker that nobody hears of again. */
async function giveTwenty(): Promise<readonly string[]> {
  const worker = await openPatientStore(redis.url);
  const given = [...(await worker.allot(SCOPE, WANTED.slice(0, 10))), ...(await worker.allot(SCOPE, WANTED.slice(10)))];
  await worker.close();
  return given;
}

/** By a worker that knows nothing of what was: no number that was given, and no value but its own behind each placeholder. */
async function expectNoneTwice(given: readonly string[]): Promise<void> {
  const worker = await openPatientStore(redis.url);
  await worker.ready();
  const fresh = await worker.allot(SCOPE, makeWanted(5));
  expect(fresh.filter((placeholder) => given.includes(placeholder))).toEqual([]);
  const revealed = await worker.reveal(SCOPE, given);
  expect(revealed.size).toBe(10);
  for (const [placeholder, value] of revealed) expect(value).toBe(WANTED[given.indexOf(placeholder)]?.value);
  await worker.close();
}

test("set up as ours, Redis does not come back where the end of its append-only file is missing", async () => {
  redis = await startRedis();
  await giveTwenty();
  await redis.kill();
  await cutAppendOnlyFile(redis.directory);
  await expect(redis.restart()).rejects.toThrow(/did not answer.* or ended \(1\)/);
});

test("repaired as docs/store.md says, it gives no number to a second value, even by a new worker", async () => {
  redis = await startRedis();
  const given = await giveTwenty();
  await redis.kill();
  await cutAppendOnlyFile(redis.directory);
  await repairAppendOnlyFile(redis.directory);
  await redis.restart();
  for (const key of (await redis.cli("KEYS", "masker:{*}:counters")) as string[])
    await redis.cli("EVAL", documentedScript(), "1", key);
  await expectNoneTwice(given);
});

test.each([
  ["reads a file whose end is missing", { "aof-load-truncated": "yes" }],
  ["does not sync each write", { appendfsync: "everysec", "aof-load-truncated": "yes" }],
])("somebody else's Redis that %s has its counters jump, even for a new worker", async (_, settings) => {
  redis = await startRedis({ settings });
  const given = await giveTwenty();
  await expect.poll(async () => redis.cli("INFO", "persistence"), PATIENTLY).toContain("aof_buffer_length:0");
  await redis.kill();
  await cutAppendOnlyFile(redis.directory);
  await redis.restart();
  await expectNoneTwice(given);
});

test("a Redis that keeps every write goes on counting where it was, after a restart", async () => {
  redis = await startRedis();
  await giveTwenty();
  await redis.kill();
  await redis.restart();
  const worker = await openPatientStore(redis.url);
  expect(await worker.allot(SCOPE, makeWanted(1))).toEqual(["ec2-021"]);
  await worker.close();
});

function documentedScript(): string {
  const page = readFileSync(new URL("../../docs/store.md", import.meta.url), "utf8");
  return /redis-cli eval "(.*)" 1 "\$key"/.exec(page)?.[1] ?? "";
}
