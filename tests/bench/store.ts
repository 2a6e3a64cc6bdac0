import { createClient } from "redis";
import { makeWanted, openStore, type OpenStore } from "../store/open-store.ts";
import { startRedis } from "../store/redis-server.ts";
import { formatTable } from "./chain/format-table.ts";
import { median, medianInterval } from "./chain/median-interval.ts";

const SIZES = [1e3, 1e4, 1e5, 1e6];
const ROUNDS = 150;
const VALUES = 200;
const NEW_VALUES = 20;
const FILL_AT_ONCE = 2000;

interface Measured {
  readonly milliseconds: number[];
  readonly ratios: number[];
  trips: number;
}

/**
 * What a request of 200 values, 20 of them new, costs in scopes of 1,000 to 1,000,000 mappings, and what it costs when
 * all are known: one after the other in each round, as ratios to the smallest scope of the same round.
 */
export async function run(): Promise<void> {
  const redis = await startRedis({ settings: { appendonly: "no" } });
  const store = await openStore(redis.url, { cacheMappings: 1000 });
  const known = makeWanted(VALUES - NEW_VALUES);
  for (const size of SIZES) {
    const begun = performance.now();
    await fill(store, scopeOf(size), size);
    await store.allot(scopeOf(size), known);
    console.log(`… ${size.toLocaleString("en")} mappings in ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  }
  const some = new Map(SIZES.map((size) => [size, measured()]));
  const none = new Map(SIZES.map((size) => [size, measured()]));
  for (let round = 0; round < ROUNDS; round++) {
    await measureRound(some, store, () => [...known, ...makeWanted(NEW_VALUES)]);
    await measureRound(none, store, () => known);
  }
  const rows = [
    ...SIZES.map((size) => row(`${NEW_VALUES} of ${VALUES} new`, size, some.get(size))),
    ...SIZES.map((size) => row("all known", size, none.get(size))),
  ];
  console.log(`\nStore: cost of a request against mappings in its scope (${ROUNDS} rounds, interleaved)\n`);
  console.log(formatTable(["request", "mappings", "median", "p99", "to 1,000", "95 %", "round trips"], rows));
  console.log(`\nRedis memory per mapping, original included: ${await bytesPerMapping(redis.url)} bytes`);
  await store.close();
  await redis.stop();
}

async function measureRound(
  into: ReadonlyMap<number, Measured>,
  store: OpenStore,
  makeRequest: () => readonly Wanted[],
) {
  let smallest = 0;
  for (const [size, { milliseconds, ratios }] of into) {
    const request = makeRequest();
    await store.allot(scopeOf(size), request.slice(0, VALUES - NEW_VALUES));
    const trips = store.trips("allot", "names");
    const begun = performance.now();
    await store.allot(scopeOf(size), request);
    const took = performance.now() - begun;
    milliseconds.push(took);
    smallest ||= took;
    ratios.push(took / smallest);
    const entry = into.get(size);
    if (entry !== undefined) entry.trips += store.trips("allot", "names") - trips;
  }
}

type Wanted = ReturnType<typeof makeWanted>[number];

function measured(): Measured {
  return { milliseconds: [], ratios: [], trips: 0 };
}

function row(request: string, size: number, { milliseconds, ratios, trips } = measured()): string[] {
  const sorted = milliseconds.toSorted((left, right) => left - right);
  const ratio = medianInterval(ratios);
  return [
    request,
    size.toLocaleString("en"),
    `${median(milliseconds).toFixed(3)} ms`,
    `${(sorted[Math.floor(sorted.length * 0.99)] ?? 0).toFixed(3)} ms`,
    `×${ratio.median.toFixed(2)}`,
    `${ratio.low.toFixed(2)}–${ratio.high.toFixed(2)}`,
    (trips / ROUNDS).toFixed(2),
  ];
}

async function fill(store: OpenStore, scope: string, size: number): Promise<void> {
  for (let filled = 0; filled < size; filled += FILL_AT_ONCE) {
    await store.allot(scope, makeWanted(Math.min(FILL_AT_ONCE, size - filled)));
  }
}

function scopeOf(size: number): string {
  return `scope of ${size}`;
}

async function bytesPerMapping(url: string): Promise<number> {
  const client = createClient({ url });
  await client.connect();
  const used = Number(/^used_memory:(\d+)/m.exec(await client.info("memory"))?.[1] ?? 0);
  client.destroy();
  return Math.round(used / SIZES.reduce((sum, size) => sum + size, 0));
}
