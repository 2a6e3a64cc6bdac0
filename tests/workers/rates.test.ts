import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { newInstanceId } from "../e2e/originals.ts";
import { descendantsOf, stillRunning } from "../scripts/run-script.ts";
import { startRedis, type RedisServer } from "../store/redis-server.ts";
import { type RunningWorkers, startWorkers } from "./start-workers.ts";

const STARTED = { timeout: 60_000, interval: 50 } as const;
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const LIMIT = 40;

let directory: string;
let redis: RedisServer;
let masker: RunningWorkers;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "masker-rates-"));
  redis = await startRedis();
  masker = await startWorkers(2, redis.url, directory, { MASKER_RATE_PER_MINUTE: String(LIMIT) });
  await untilBothServe();
});

afterAll(async () => {
  await masker.service.stop();
  await redis.stop();
  await rm(directory, { recursive: true });
});

/** Their places are in the metrics, which go over the same channels as the counting. */
async function untilBothServe(): Promise<void> {
  await vi.waitFor(async () => {
    const places = (await masker.metric("process_resident_memory_bytes")).keys();
    expect([...places].toSorted()).toEqual(["1", "2"]);
  }, STARTED);
}

/** The statuses of so many requests of a scope at once. */
async function ask(scope: string, count: number): Promise<readonly number[]> {
  const body = JSON.stringify({ text: newInstanceId() });
  const headers = { ...masker.headers, "x-masker-scope": scope };
  const answers = Array.from({ length: count }, async () => {
    const answer = await fetch(`${masker.url}/guardrail/request`, { method: "POST", headers, body });
    await answer.arrayBuffer();
    return answer.status;
  });
  return Promise.all(answers);
}

function countOf(statuses: readonly number[], status: number): number {
  return statuses.filter((one) => one === status).length;
}

test("two workers let exactly as many requests a minute through as one would, and each has some of them", async () => {
  const statuses = await ask("team:crowd", 3 * LIMIT);
  expect([countOf(statuses, 200), countOf(statuses, 429)]).toEqual([LIMIT, 2 * LIMIT]);
  const masked = await masker.metric("masker_found_total");
  expect([...masked.keys()].toSorted()).toEqual(["1", "2"]);
  expect(await ask("team:calm", 1)).toEqual([200]);
});

test("a worker that is replaced has not forgotten what was counted", async () => {
  await ask("team:replaced", LIMIT);
  const workers = await descendantsOf(masker.service.pid);
  process.kill(workers[0]?.pid ?? 0, "SIGKILL");
  await expect.poll(async () => (await stillRunning(workers)).length, STARTED).toBe(1);
  await untilBothServe();
  expect(countOf(await ask("team:replaced", 20), 429)).toBe(20);
});

test("what a primary does not count in time is refused, and workers that die meanwhile do not end it", async () => {
  expect(await ask("team:held", 2)).toEqual([200, 200]);
  const workers = await descendantsOf(masker.service.pid);
  process.kill(masker.service.pid, "SIGSTOP");
  try {
    expect(await ask("team:held", 1)).toEqual([503]);
  } finally {
    for (const { pid } of workers) process.kill(pid, "SIGKILL");
    // It then answers into a channel whose other end is gone, which threads may hold open a little longer than the process is listed.
    await expect.poll(async () => (await stillRunning(workers)).length, STARTED).toBe(0);
    await sleep(500);
    process.kill(masker.service.pid, "SIGCONT");
  }
  await untilBothServe();
  expect(await ask("team:held", 1)).toEqual([200]);
});
