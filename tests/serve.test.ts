import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { openDuplex } from "./deploy/nginx/open-duplex.ts";
import { newInstanceId } from "./e2e/originals.ts";
import { startRedis, type RedisServer } from "./store/redis-server.ts";
import { startWorkers } from "./workers/start-workers.ts";

const SOON = { timeout: 20_000, interval: 50 } as const;
vi.setConfig({ testTimeout: 60_000 });

let redis: RedisServer;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());

const frame = (text: string): string =>
  `event: content_block_delta\ndata: ${JSON.stringify({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text } })}\n\n`;

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** A masker that was told to stop while a stream through it is open. */
async function stopWithStream(environment: Record<string, string> = {}) {
  const directory = await mkdtemp(path.join(tmpdir(), "masker-serve-"));
  const masker = await startWorkers(1, redis.url, directory, environment);
  onTestFinished(async () => {
    await masker.service.kill();
    await rm(directory, { recursive: true });
  });
  const { pid } = masker.service;
  const value = newInstanceId();
  const { ticket, body } = await masker.mask("team:drain", { value });
  const headers = { ...masker.headers, "x-masker-ticket": ticket, "transfer-encoding": "chunked" };
  const stream = await openDuplex(`${masker.url}/guardrail/stream`, frame(`${body.value} `), headers);
  expect(await stream.next()).toContain(value);
  process.kill(pid, "SIGTERM");
  const told = async (event: string): Promise<object | undefined> =>
    (await masker.logged()).find((line) => line["event"] === event);
  await expect.poll(() => told("stopping"), SOON).toBeDefined();
  return { stream, again: frame(`again ${body.value} `), value, pid, told };
}

test("told to stop, the masker lets an open stream end, and ends with it", async () => {
  const { stream, again, value, pid, told } = await stopWithStream();
  stream.write(again);
  expect(await stream.next()).toContain(`again ${value}`);
  expect(isRunning(pid)).toBe(true);
  stream.end();
  while ((await stream.next()) !== "");
  await expect.poll(() => isRunning(pid), SOON).toBe(false);
  expect(await told("streams cut")).toBeUndefined();
});

test("a stream that goes on for longer than MASKER_DRAIN_SECONDS is cut, and the log says so", async () => {
  const { stream, pid, told } = await stopWithStream({ MASKER_DRAIN_SECONDS: "1" });
  await expect(stream.next()).rejects.toThrow("aborted");
  await expect.poll(() => isRunning(pid), SOON).toBe(false);
  expect(await told("streams cut")).toMatchObject({ afterSeconds: 1 });
});

test.each(["SIGTERM", "SIGINT"])("a second signal, %s, ends it at once", async (signal) => {
  const { stream, pid, told } = await stopWithStream();
  process.kill(pid, signal);
  await expect(stream.next()).rejects.toThrow("aborted");
  await expect.poll(() => isRunning(pid), SOON).toBe(false);
  expect(await told("streams cut")).toBeUndefined();
});
