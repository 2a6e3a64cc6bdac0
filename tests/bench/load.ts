import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../e2e/chain/free-port.ts";
import { startRedis } from "../store/redis-server.ts";
import { type RunningWorkers, startWorkers } from "../workers/start-workers.ts";
import { cpuTime } from "./chain/cpu-time.ts";
import { formatTable } from "./chain/format-table.ts";
import { readResident } from "./chain/masker-footprint.ts";
import { median } from "./chain/median-interval.ts";
import { measureChain } from "./load/chain.ts";
import { type Conversation, makeConversation } from "./load/conversation.ts";
import { countTrips, type TripCounter } from "./load/count-trips.ts";
import { drive, type Driven, type Job, quantile } from "./load/drive.ts";

const ECHO = new URL("load/echo-server.ts", import.meta.url);
const CLIENTS = 64;
const WORKERS = 2;
const TEAMS = 8;
const SECONDS = 5;
const ROUNDS = 4;
const MEGABYTE = 1_000_000;
const HEAD = [
  "50 KB bodies",
  "requests/s",
  "to an echo",
  "p50 ms",
  "p99 ms",
  "refused",
  "round trips",
  "CPU ms (echo's)",
  "resident MB a worker (echo's)",
];

/** The masker alone under load, beside an echo in its place; then the whole chain beside LiteLLM alone. */
export async function run(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "masker-load-"));
  const redis = await startRedis();
  const trips = await countTrips(redis.url);
  const start = (): Promise<RunningWorkers> => startWorkers(WORKERS, redis.url, directory, { LOG_LEVEL: "info" });
  await (await start()).service.stop(); // the first start fills the compile cache, and holds what does so
  const masker = await start();
  const echo = await startEcho();
  const conversations = Array.from({ length: CLIENTS }, (_, client) => makeConversation(client));
  const ask = (turn: (client: number) => number | undefined) => (client: number) =>
    maskJob(masker, conversations[client] as Conversation, `team:${client % TEAMS}`, turn(client));
  const echoJob = (client: number): Job => ({ ...ask(() => undefined)(client), url: echo.url, check: () => {} });
  let turns = 0;
  try {
    const known = ask(() => undefined);
    const fresh = ask(() => turns++);
    for (const job of [known, fresh, echoJob]) await drive(CLIENTS, SECONDS, job); // V8 compiles what runs often
    const rows: string[][] = [];
    for (const [name, job] of [
      ["20 of 200 values new", fresh],
      ["nothing new", known],
    ] as const) {
      rows.push(await measure(name, job, echoJob, masker, echo, trips));
    }
    console.log(
      `\nMasker alone: ${WORKERS} workers, ${CLIENTS} clients, ${TEAMS} scopes, ${ROUNDS} rounds beside the echo\n`,
    );
    console.log(formatTable(HEAD, rows));
  } finally {
    await masker.service.stop();
    echo.stop();
    trips.close();
    await redis.stop();
    await rm(directory, { recursive: true });
  }
  await measureChain();
}

async function measure(
  name: string,
  job: (client: number) => Job,
  echoJob: (client: number) => Job,
  masker: RunningWorkers,
  echo: Echo,
  trips: TripCounter,
): Promise<string[]> {
  const ours: Driven[] = [];
  const ratios: number[] = [];
  let [made, cpu, echoCpu, echoed] = [0, 0, 0, 0];
  for (let round = 0; round < ROUNDS; round++) {
    await trips.next();
    const before = await cpuSeconds(masker);
    const driven = await drive(CLIENTS, SECONDS, job);
    cpu += (await cpuSeconds(masker)) - before;
    made += await trips.next();
    const echoBefore = cpuOf(echo);
    const peer = await drive(CLIENTS, SECONDS, echoJob);
    echoCpu += cpuOf(echo) - echoBefore;
    echoed += peer.requests;
    ours.push(driven);
    ratios.push(driven.perSecond / peer.perSecond);
  }
  const requests = ours.reduce((sum, driven) => sum + driven.requests, 0);
  const all = ours.flatMap(({ milliseconds }) => milliseconds).toSorted((left, right) => left - right);
  const resident = [...(await masker.metric("process_resident_memory_bytes")).values()];
  const echoResident = await Promise.all(echo.pids.map(readResident));
  return [
    name,
    median(ours.map(({ perSecond }) => perSecond)).toFixed(0),
    `×${median(ratios).toFixed(2)}`,
    quantile(all, 0.5).toFixed(1),
    quantile(all, 0.99).toFixed(1),
    String(ours.reduce((sum, { refused }) => sum + refused, 0)),
    (made / requests).toFixed(3),
    `${((cpu * 1000) / requests).toFixed(2)} (${(echoCpu / echoed).toFixed(2)})`,
    `${sayMegabytes(resident.map((bytes) => bytes / MEGABYTE))} (${sayMegabytes(echoResident)})`,
  ];
}

function sayMegabytes(sizes: readonly number[]): string {
  return sizes.map((size) => size.toFixed(0)).join(", ");
}

function maskJob(masker: RunningWorkers, conversation: Conversation, scope: string, turn: number | undefined): Job {
  const fresh = turn === undefined ? [] : conversation.newValues(turn);
  return {
    url: `${masker.url}/guardrail/request`,
    headers: { ...masker.headers, "x-masker-scope": scope },
    body: conversation.body(turn),
    check(text) {
      if (fresh.some((value) => text.includes(value))) throw new Error("a new value was not masked");
      if (!/"ec2-\d{3,} /.test(text)) throw new Error("nothing was masked");
    },
  };
}

function cpuOf({ pids }: Echo): number {
  return pids.reduce((sum, pid) => sum + cpuTime(pid), 0);
}

async function cpuSeconds(masker: RunningWorkers): Promise<number> {
  return [...(await masker.metric("process_cpu_seconds_total")).values()].reduce((sum, one) => sum + one, 0);
}

interface Echo {
  readonly url: string;
  readonly pids: readonly number[];
  stop(): void;
}

async function startEcho(): Promise<Echo> {
  const port = await freePort();
  const child = fork(ECHO, [String(port), String(WORKERS)]);
  const [pids] = (await once(child, "message")) as [readonly number[]];
  return { pids, url: `http://127.0.0.1:${port}/`, stop: () => void child.kill() };
}
