import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { freePort } from "../e2e/chain/free-port.ts";
import { startMasker } from "../e2e/chain/start-masker.ts";
import { newInstanceId } from "../e2e/originals.ts";
import { openDuplex } from "../deploy/nginx/open-duplex.ts";
import { descendantsOf, stillRunning } from "../scripts/run-script.ts";
import { makeWanted } from "../store/open-store.ts";
import { startRedis, type RedisServer } from "../store/redis-server.ts";
import { type RunningWorkers, startWorkers } from "./start-workers.ts";

/** Four processes start in this file again and again: on a busy machine that takes its time. */
const STARTED = { timeout: 60_000, interval: 50 } as const;
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const WORKERS = 4;
const PLACES = Array.from({ length: WORKERS }, (_, index) => String(index + 1));

let directory: string;
let redis: RedisServer;
let masker: RunningWorkers;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "masker-workers-"));
  redis = await startRedis();
  masker = await startWorkers(WORKERS, redis.url, directory);
  await untilAllServe();
});

afterAll(async () => {
  await masker.service.stop();
  await redis.stop();
  await rm(directory, { recursive: true });
});

const placesOf = async (metric: string) => [...(await masker.metric(metric)).keys()].toSorted();

async function untilAllServe(): Promise<void> {
  await vi.waitFor(async () => expect(await placesOf("process_resident_memory_bytes")).toEqual(PLACES), STARTED);
}

/** As many clients at once, each with all values from another beginning; what each read for each value. */
async function sightings(scope: string, values: readonly string[], clients: number) {
  const asked = Array.from({ length: clients }, (_, turn) => {
    const begin = (turn * 7) % values.length;
    return [...values.slice(begin), ...values.slice(0, begin)];
  });
  const answers = await Promise.all(asked.map((texts) => masker.mask(scope, { texts })));
  return asked.flatMap((texts, turn) => {
    const masked = answers[turn]?.body.texts;
    return texts.map((value, index) => ({ value, placeholder: masked?.[index] ?? "" }));
  });
}

describe("several workers behind one port", () => {
  test("give each of 200 values one placeholder, when 50 clients show them at once for the first time", async () => {
    const values = makeWanted(200).map(({ value }) => value);
    const before = await masker.metric("masker_found_total");
    const seen = await sightings("team:crowd", values, 50);
    expect(seen.length).toBe(50 * 200);
    const pairs = new Set(seen.map(({ value, placeholder }) => `${value} ${placeholder}`));
    expect(pairs.size).toBe(200);
    const numbers = [...new Set(seen.map(({ placeholder }) => Number(/^ec2-(\d+)$/.exec(placeholder)?.[1])))];
    expect(numbers.toSorted((left, right) => left - right)).toEqual(values.map((_, index) => index + 1));
    const after = await masker.metric("masker_found_total");
    for (const place of PLACES) expect(after.get(place), `worker ${place}`).toBeGreaterThan(before.get(place) ?? 0);
  });

  test("never mix two scopes that show the same values at once", async () => {
    const values = makeWanted(100).map(({ value }) => value);
    await masker.mask("team:b", { text: newInstanceId() }); // so that the same value has another number
    const [left, right] = await Promise.all([sightings("team:a", values, 10), sightings("team:b", values, 10)]);
    for (const [seen, first] of [
      [left, 1],
      [right, 2],
    ] as const) {
      expect(new Set(seen.map(({ value, placeholder }) => `${value} ${placeholder}`)).size).toBe(100);
      const numbers = seen.map(({ placeholder }) => Number(placeholder.slice("ec2-".length)));
      expect([Math.min(...numbers), Math.max(...numbers)]).toEqual([first, first + 99]);
    }
  });

  test("tell the metrics of all, whichever is asked", async () => {
    const sum = async () =>
      [...(await masker.metric("masker_found_total")).values()].reduce((all, one) => all + one, 0);
    const before = await sum();
    await sightings(
      "team:counted",
      makeWanted(10).map(({ value }) => value),
      20,
    );
    for (let asked = 0; asked < WORKERS * 2; asked++) expect(await sum()).toBe(before + 200);
    expect(await placesOf("nodejs_eventloop_lag_p99_seconds")).toEqual(PLACES);
  });

  test("go on when one is killed, and have a new one in its place", async () => {
    const workers = await descendantsOf(masker.service.pid);
    expect(workers.length).toBe(WORKERS);
    const [victim] = workers;
    const value = newInstanceId();
    const first = await masker.mask("team:killed", { value });
    process.kill(victim?.pid ?? 0, "SIGKILL");
    await expect.poll(async () => (await masker.logged()).map(({ event }) => event), STARTED).toContain("worker ended");
    expect((await masker.logged()).find(({ event }) => event === "worker ended")).toMatchObject({
      level: "error",
      pid: victim?.pid,
      how: "SIGKILL",
    });
    // A connection to the dead worker may be cut once; the next one goes to the living.
    await expect
      .poll(() => masker.mask("team:killed", { value }).catch(String), STARTED)
      .toMatchObject({ body: first.body });
    await untilAllServe();
    const replaced = await descendantsOf(masker.service.pid);
    expect(replaced.length).toBe(WORKERS);
    expect(replaced.map(({ pid }) => pid)).not.toContain(victim?.pid);
  });
});

describe("a masker of several workers", () => {
  async function another(): Promise<RunningWorkers> {
    const own = await mkdtemp(path.join(tmpdir(), "masker-workers-"));
    const running = await startWorkers(2, redis.url, own);
    onTestFinished(async () => {
      await running.service.stop();
      await rm(own, { recursive: true, force: true, maxRetries: 3 });
    });
    await expect
      .poll(async () => (await running.logged()).filter(({ event }) => event === "listening").length, STARTED)
      .toBe(2);
    return running;
  }

  test("told to stop lets an open stream end, and leaves no process behind", async () => {
    const running = await another();
    const value = newInstanceId();
    const { ticket, body } = await running.mask("team:stream", { value });
    const frame = (text: string) =>
      `event: content_block_delta\ndata: ${JSON.stringify({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text } })}\n\n`;
    const stream = await openDuplex(`${running.url}/guardrail/stream`, frame(`${body.value} `), {
      ...running.headers,
      "x-masker-ticket": ticket,
      "transfer-encoding": "chunked",
    });
    expect(await stream.next()).toContain(value);
    const processes = await descendantsOf(running.service.pid);
    process.kill(running.service.pid, "SIGTERM"); // as a container is stopped: its first process alone hears it
    await expect
      .poll(async () => (await running.logged()).filter(({ event }) => event === "stopping").length, STARTED)
      .toBe(2);
    const health = () => fetch(`${running.url}/health`).then(({ status }) => String(status), String);
    await expect.poll(health, STARTED).toContain("fetch failed");
    stream.write(frame(`again ${body.value} `));
    expect(await stream.next()).toContain(`again ${value}`);
    stream.end();
    await expect.poll(() => stillRunning(processes), STARTED).toEqual([]);
    expect((await running.logged()).map(({ event }) => event)).not.toContain("worker ended");
  });

  test("whose first process is killed is gone as a whole", async () => {
    const running = await another();
    const processes = await descendantsOf(running.service.pid);
    expect(processes.length).toBe(2);
    process.kill(running.service.pid, "SIGKILL");
    await expect.poll(() => stillRunning(processes), STARTED).toEqual([]);
  });

  test("whose port is taken ends with the setting to change", async () => {
    const holder = createServer((socket) => socket.destroy());
    const port = await freePort();
    await new Promise<void>((resolve) => holder.listen(port, "127.0.0.1", resolve));
    onTestFinished(() => void holder.close());
    const key = Buffer.alloc(32, "0123456789abcdef").toString("base64");
    const start = startMasker({
      directory,
      port,
      apiKey: key,
      encryptionKey: key,
      redisUrl: redis.url,
      env: { MASKER_WORKERS: "2" },
    });
    await expect(start).rejects.toThrow(/port \d+ is taken; set MASKER_PORT.*first worker ended before it listened/s);
  });
});
