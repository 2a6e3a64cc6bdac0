import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { rotateKeys } from "../../masker-service/src/store/rotate-keys.ts";
import { newInstanceId } from "../e2e/originals.ts";
import { type RedisServer, startRedis } from "../store/redis-server.ts";
import { askGuardrail, type Masker } from "./ask-guardrail.ts";
import { startApp } from "./start-app.ts";

const [OLD, NEW] = [randomBytes(32).toString("base64"), randomBytes(32).toString("base64")];
const VALUE = newInstanceId();
const LEFT = { timeout: 20_000, interval: 50 } as const;

let redis: RedisServer;
const running: Masker[] = [];

beforeEach(async () => {
  redis = await startRedis();
});

afterEach(async () => {
  for (const masker of running.splice(0)) await masker.stop();
  await redis.stop();
});

async function start(encryptionKey: string, ...previousKeys: readonly string[]): Promise<Masker> {
  const masker = await startApp({ shared: { redis, encryptionKey, previousKeys } });
  running.push(masker);
  return masker;
}

/** What a value is masked to, or the refusal. */
async function mask(masker: Masker, value = VALUE): Promise<unknown> {
  const answer = await askGuardrail(masker, { text: value });
  const body = (await answer.json()) as { body?: { text: string }; error?: object };
  return answer.status === 200 ? body.body?.text : { status: answer.status, body };
}

const REFUSED = {
  status: 503,
  body: expect.toSatisfy((body: object) =>
    /store_down.*under encryption key [0-9a-f]{8}, which is not configured; add it to MASKER_PREVIOUS/.test(
      JSON.stringify(body),
    ),
  ),
};

test("a wrong encryption key is refused from the first request on, and splits no mapping", async () => {
  const right = await start(OLD);
  expect(await mask(right)).toBe("ec2-001");
  const wrong = await start(NEW);
  expect(await mask(wrong)).toEqual(REFUSED);
  expect(await mask(wrong, newInstanceId())).toEqual(REFUSED);
  expect((await wrong.get("/ready")).status).toBe(503);
  expect(await mask(right, newInstanceId())).toBe("ec2-002");
});

test("a masker left behind in a rotation is refused as soon as another uses the new key, over the same connection", async () => {
  const left = await start(OLD);
  expect(await mask(left)).toBe("ec2-001");
  const newer = await start(NEW, OLD);
  const fresh = newInstanceId();
  expect(await mask(newer, fresh)).toBe("ec2-002");
  await vi.waitFor(async () => expect(await mask(left, fresh)).toEqual(REFUSED), LEFT);
  expect(await mask(left, newInstanceId())).toEqual(REFUSED);
  expect(await mask(newer)).toBe("ec2-001");
});

test("one left behind is found by its own asking where the message is lost", async () => {
  const left = await start(OLD);
  expect(await mask(left)).toBe("ec2-001");
  // As if another had noted its key while no message came through.
  const noted = String(await redis.cli("GET", "masker:{ready}:key"));
  await redis.cli("SET", "masker:{ready}:key", `${noted} 01234567`);
  await vi.waitFor(async () => expect(await mask(left, newInstanceId())).toEqual(REFUSED), LEFT);
  await redis.cli("SET", "masker:{ready}:key", noted);
  expect(await mask(left)).toBe("ec2-001");
});

test("a rotation, one masker after the other, refuses nobody and keeps every number", async () => {
  const values = [VALUE, newInstanceId(), newInstanceId(), newInstanceId()];
  const steps: readonly (readonly [string, ...string[]])[] = [[OLD], [OLD, NEW], [NEW, OLD]];
  let maskers = [await start(OLD), await start(OLD)];
  for (const keys of steps) {
    for (const place of [0, 1]) {
      maskers = maskers.with(place, await start(...keys));
      for (const masker of maskers)
        for (const [index, value] of values.entries()) expect(await mask(masker, value)).toBe(`ec2-00${index + 1}`);
    }
  }
  await rotateKeys({ url: redis.url, encryptionKeys: [NEW, OLD] });
  for (const place of [0, 1]) {
    maskers = maskers.with(place, await start(NEW));
    for (const masker of maskers)
      for (const [index, value] of values.entries()) expect(await mask(masker, value)).toBe(`ec2-00${index + 1}`);
  }
});
