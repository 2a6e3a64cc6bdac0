import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { freePort } from "../e2e/chain/free-port.ts";
import { startMasker } from "../e2e/chain/start-masker.ts";
import { startRedis } from "../e2e/chain/start-redis.ts";
import { formatTable } from "./chain/format-table.ts";
import { makeHeavyBodies } from "./fairness/heavy-bodies.ts";
import { type MaskerAddress, openStream } from "./fairness/open-stream.ts";
import type { BodyToSend } from "./fairness/send-body.ts";

const MEGABYTES = 30;
const STREAMS = 4;
const BODIES = 3;
const IDLE_MILLISECONDS = 3000;
const HEAD = [
  "beside it",
  "p50 ms",
  "p99 ms",
  "longest turn, CPU ms",
  "time in turns over 20 ms",
  "status",
  "ms a body",
];
const METER = new URL("./fairness/turn-meter.mjs", import.meta.url);
const LONG_TURN_MILLISECONDS = 20;

/**
 * What streams feel while bodies of 30 MB go through the same process: how long a delta takes, there and back, by the clock; and, whatever
 * else the machine does, how long the main thread computes at one go. A delta waits for a turn's rest, so where less than
 * 1 % of the time is in turns over 20 ms, the masker delays no more than 1 % of the deltas by so much.
 */
export async function run(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "masker-fairness-"));
  const [port, redisPort] = [await freePort(), await freePort()];
  const meterFile = join(directory, "turns.json");
  const apiKey = randomBytes(32).toString("base64url");
  const redis = await startRedis(directory, redisPort);
  const masker = await startMasker({
    directory,
    port,
    apiKey,
    encryptionKey: randomBytes(32).toString("base64"),
    redisUrl: `redis://127.0.0.1:${redisPort}`,
    env: { NODE_OPTIONS: `--import ${METER.href}`, METER_FILE: meterFile },
  });
  const readTurns = async (): Promise<number[]> => {
    await rm(meterFile, { force: true });
    process.kill(masker.pid, "SIGUSR2");
    while (!existsSync(meterFile)) await sleep(20);
    await sleep(100);
    return JSON.parse(await readFile(meterFile, "utf8")) as number[];
  };
  try {
    const address = { url: `http://127.0.0.1:${port}`, apiKey };
    const rows = [await measure(address, readTurns, "nothing", () => sleep(IDLE_MILLISECONDS).then(() => 204), 1)];
    for (const [name, body] of makeHeavyBodies(MEGABYTES)) {
      rows.push(await measure(address, readTurns, `${MEGABYTES} MB, ${name}`, () => sendAside(address, body), BODIES));
    }
    console.log(`\n${STREAMS} streams, a delta every 10 ms\n\n${formatTable(HEAD, rows)}`);
  } finally {
    await masker.stop();
    await redis.stop();
    await rm(directory, { recursive: true });
  }
}

async function measure(
  address: MaskerAddress,
  readTurns: () => Promise<number[]>,
  name: string,
  work: () => Promise<number>,
  times: number,
): Promise<string[]> {
  const ticket = await ticketOf(address);
  const stop = new AbortController();
  const streams = Array.from({ length: STREAMS }, () => openStream(address, ticket, stop.signal));
  await sleep(200);
  await readTurns();
  const begun = performance.now();
  let status = 0;
  for (let count = 0; count < times; count++) status = await work();
  const milliseconds = (performance.now() - begun) / times;
  const turns = await readTurns();
  stop.abort();
  const delays = (await Promise.all(streams)).flat().toSorted((a, b) => a - b);
  const at = (share: number): string => (delays[Math.floor(delays.length * share)] ?? 0).toFixed(1);
  const total = turns.reduce((sum, turn) => sum + Math.max(turn, 1), 0);
  const long = turns.reduce((sum, turn) => sum + (turn > LONG_TURN_MILLISECONDS ? turn : 0), 0);
  const longest = Math.max(...turns).toFixed(1);
  return [
    name,
    at(0.5),
    at(0.99),
    longest,
    `${((100 * long) / total).toFixed(2)} %`,
    String(status),
    milliseconds.toFixed(0),
  ];
}

async function ticketOf(address: MaskerAddress): Promise<string> {
  const answer = await fetch(...requestOf(address, '["i-0123456789abcdef0"]'));
  return ((await answer.json()) as { ticket: string }).ticket;
}

/** Resolves to the status of the answer, once all of it has come. */
async function sendAside(address: MaskerAddress, body: string): Promise<number> {
  const [url, { headers }] = requestOf(address, body);
  const toSend: BodyToSend = { url, headers, body };
  const worker = new Worker(new URL("./fairness/send-body.ts", import.meta.url), { workerData: toSend });
  const [status] = (await once(worker, "message")) as [number];
  return status;
}

function requestOf({ url, apiKey }: MaskerAddress, body: string) {
  const headers = {
    authorization: `Bearer ${apiKey}`,
    "content-type": "application/json",
    "x-masker-scope": "team:fairness",
    "x-masker-api": "anthropic",
  };
  return [`${url}/guardrail/request`, { method: "POST", headers, body }] as const;
}
