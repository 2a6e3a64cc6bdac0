import { afterAll, beforeAll, expect, test } from "vitest";
import type { AllotRequest } from "./allot-worker.ts";
import { PATIENTLY, makeWanted, openStore } from "./open-store.ts";
import { startRedis, type RedisServer } from "./redis-server.ts";
import { startWorkers, type Workers } from "./start-workers.ts";

const PROCESSES = 4;
const SIGHTINGS = 50;

let redis: RedisServer;
let workers: Workers;

beforeAll(async () => {
  redis = await startRedis();
  workers = await startWorkers(PROCESSES, redis.url);
});

afterAll(async () => {
  workers.stop();
  await redis.stop();
});

test("50 first sightings of 200 values at once over 4 processes give each value one placeholder", async () => {
  const wanted = makeWanted(200);
  const sightings = Array.from({ length: SIGHTINGS }, (_, turn) => ({
    scope: "crowd",
    wanted: rotate(wanted, turn * 4),
  }));
  const given = await allotAll(sightings);
  const placeholders = new Map<string, Set<string>>();
  for (const { value, placeholder } of given) {
    placeholders.set(value, (placeholders.get(value) ?? new Set()).add(placeholder));
  }
  expect(given.length).toBe(SIGHTINGS * 200);
  expect([...placeholders.values()].every((each) => each.size === 1)).toBe(true);
  const numbers = [...placeholders.values()].flatMap((each) => [...each].map((name) => Number(name.slice(4))));
  expect(numbers.toSorted((left, right) => left - right)).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
});

test("two scopes with the same values at once never mix", async () => {
  const wanted = makeWanted(100);
  const given = await allotAll(
    Array.from({ length: 40 }, (_, turn) => ({ scope: `twin-${turn % 2}`, wanted: rotate(wanted, turn * 7) })),
  );
  const store = await openStore(redis.url);
  for (const scope of ["twin-0", "twin-1"]) {
    const own = new Map(
      given.filter((each) => each.scope === scope).map(({ value, placeholder }) => [placeholder, value]),
    );
    expect(own.size).toBe(100);
    expect(await store.reveal(scope, own.keys())).toEqual(own);
  }
  await store.close();
});

test("workers killed between allotment and reply leave every value with one placeholder", async () => {
  const doomed = await startWorkers(2, redis.url);
  const batches = Array.from({ length: 40 }, () => ({ scope: "killed", wanted: makeWanted(20) }));
  const dying = doomed.allot([batches, batches]).catch(() => undefined);
  const store = await openStore(redis.url);
  await expect
    .poll(async () => (await store.statistics("killed")).mappings, { ...PATIENTLY, interval: 1 })
    .toBeGreaterThan(100);
  doomed.stop();
  await dying;
  const owners = new Map<string, string>();
  for (const { wanted } of batches) {
    const given = await store.allot("killed", wanted);
    for (const [index, placeholder] of given.entries()) owners.set(placeholder, wanted[index]?.value ?? "");
  }
  expect(owners.size).toBe(800);
  const fresh = await openStore(redis.url);
  expect(await fresh.reveal("killed", owners.keys())).toEqual(owners);
  await fresh.close();
  await store.close();
});

async function allotAll(requests: readonly AllotRequest[]) {
  const shares = Array.from({ length: PROCESSES }, (_, worker) =>
    requests.filter((_request, index) => index % PROCESSES === worker),
  );
  const answers = await workers.allot(shares);
  return shares.flatMap((share, worker) =>
    share.flatMap(({ scope, wanted }, request) =>
      wanted.map(({ value }, index) => ({ scope, value, placeholder: answers[worker]?.[request]?.[index] ?? "" })),
    ),
  );
}

/** Each sighting begins elsewhere, so that the orders differ. */
function rotate<T>(items: readonly T[], by: number): T[] {
  return [...items.slice(by % items.length), ...items.slice(0, by % items.length)];
}
