import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { formatTable } from "../bench/chain/format-table.ts";
import { type Gateway, startGateway } from "../e2e/gateway.ts";
import { findLeaks, type Source } from "../e2e/provider/find-leaks.ts";
import { startProvider } from "../e2e/provider/provider.ts";
import { seenPrompt } from "../e2e/seen.ts";
import { BACK_WITHIN_MILLISECONDS, beginRecovery } from "../store/recovery.ts";
import { startRedis, type RedisServer } from "../store/redis-server.ts";
import { type Fault, listFaults } from "./faults.ts";
import { createLedger, type Ledger } from "./ledger.ts";
import { runTraffic, type Traffic } from "./traffic.ts";
import { type MemoryCourse, oldestWorker, watchMemory } from "./watch-memory.ts";

const WARM_UP_SECONDS = 20;
const MOST_GROWTH = 1.3;
const GIVE_UP_MILLISECONDS = 30_000;
const SEARCHED = 200;

const { values: options } = parseArgs({
  options: { minutes: { type: "string", default: "20" }, "fault-seconds": { type: "string", default: "60" } },
});
const minutes = Number(options.minutes);
const faultSeconds = Number(options["fault-seconds"]);
if (!(minutes > 0 && faultSeconds > 0)) {
  console.error("npm run soak -- [--minutes 20] [--fault-seconds 60]: both are numbers above 0");
  process.exit(2);
}

/** What a fault did: how many were told to try again, and how long after its end until the first whole answer, while there were cores. */
interface Outcome {
  readonly name: string;
  readonly refused: number;
  readonly backAfterMs: number;
}

const ledger = createLedger();
const provider = await startProvider();
provider.script((request) => {
  ledger.see(request.raw.toString("utf8"));
  return { blocks: [{ type: "text", text: seenPrompt(request), sizes: [7] }] };
});
const forgetting = setInterval(() => provider.forget(), 1000);
const redis = await startRedis({ settings: { rdbcompression: "no" } });
const maskerEnv = { MASKER_WORKERS: "2", LOG_LEVEL: "info" };
const gateway = await startGateway({ providerUrl: provider.url, redisPort: redis.port, maskerEnv });
let exitCode = 1;
try {
  exitCode = await soak(gateway, redis, ledger);
} finally {
  clearInterval(forgetting);
  await gateway.stop();
  await redis.stop();
  await provider.stop();
}
process.exit(exitCode);

async function soak(chain: Gateway, store: RedisServer, kept: Ledger): Promise<number> {
  const warmUp = runTraffic(chain.url, kept);
  await sleep(WARM_UP_SECONDS * 1000);
  await warmUp.stop();
  const half = warmUp.answered / WARM_UP_SECONDS / 2;
  console.log(`half load: ${half.toFixed(1)} requests a second; ${minutes} minutes, a fault every ${faultSeconds} s`);

  const maskerPid = (): number => chain.masker?.pid ?? 0;
  const witness = oldestWorker(maskerPid());
  const memory = watchMemory({
    "masker worker": () => witness,
    "masker primary": maskerPid,
    LiteLLM: () => chain.litellm.pid,
  });
  const traffic = runTraffic(chain.url, kept, half);
  const outcomes: Outcome[] = [];
  const faults = listFaults(store, maskerPid);
  const end = performance.now() + minutes * 60_000;
  for (let round = 0; performance.now() + faultSeconds * 1000 < end; round++) {
    await sleep(faultSeconds * 1000);
    const fault = faults[round % faults.length];
    if (fault !== undefined) outcomes.push(await suffer(fault, traffic));
  }
  await sleep(Math.max(0, end - performance.now()));
  await traffic.stop();
  return report(traffic, outcomes, memory.stop(), await search(chain, store, kept));
}

async function suffer(fault: Fault, traffic: Traffic): Promise<Outcome> {
  const refusedBefore = traffic.refused;
  await fault.inject();
  const recovery = beginRecovery();
  const isBack = (): boolean => traffic.lastAnswer > recovery.since;
  while (!isBack() && performance.now() - recovery.since < GIVE_UP_MILLISECONDS) await sleep(10);
  const backAfterMs = isBack() ? recovery.milliseconds() : Number.POSITIVE_INFINITY;
  const outcome = { name: fault.name, refused: traffic.refused - refusedBefore, backAfterMs };
  console.log(`${fault.name}: ${outcome.refused} told to try again, first answer after ${backAfterMs.toFixed(0)} ms`);
  return outcome;
}

/** Logs and Redis's files, searched for some of the values in every form. */
async function search(chain: Gateway, store: RedisServer, kept: Ledger): Promise<number> {
  await store.cli("SAVE");
  const sources: Source[] = [];
  for (const directory of [chain.directory, store.directory]) {
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && /\.(?:log|aof|rdb|manifest)$/.test(entry.name));
    for (const { parentPath, name } of files) sources.push({ name, bytes: await readFile(join(parentPath, name)) });
  }
  const leaks = findLeaks(sources, kept.sample(SEARCHED));
  console.log(`searched ${sources.map(({ name }) => name).join(", ")} for ${SEARCHED} values: ${leaks.length} found`);
  return leaks.length;
}

function report(
  traffic: Traffic,
  outcomes: readonly Outcome[],
  memory: Readonly<Record<string, MemoryCourse>>,
  stored: number,
): number {
  const worst = Math.max(...outcomes.map(({ backAfterMs }) => backAfterMs));
  const rows: readonly (readonly [string, string, boolean])[] = [
    ["whole answers", String(traffic.answered), traffic.answered > 0],
    ["told to try again", String(traffic.refused), true],
    ["values", String(ledger.values), true],
    ["leaks to the provider", String(ledger.leaks), ledger.leaks === 0],
    ["values in logs or Redis's files", String(stored), stored === 0],
    ["wrong values or answers", String(ledger.wrong.length), ledger.wrong.length === 0],
    ["faults", String(outcomes.length), true],
    ["back at the latest after", `${worst.toFixed(0)} ms`, worst < BACK_WITHIN_MILLISECONDS],
    ...Object.entries(memory).map(
      ([name, { early, late }]) =>
        [
          `${name}'s memory is flat`,
          `${early.toFixed(0)} → ${late.toFixed(0)} MB, ×${(late / early).toFixed(2)}`,
          late <= early * MOST_GROWTH,
        ] as const,
    ),
  ];
  console.log(
    `\n${formatTable(
      ["soak", "", ""],
      rows.map(([name, value, isGood]) => [name, value, isGood ? "" : "✗"]),
    )}`,
  );
  for (const what of ledger.wrong.slice(0, 10)) console.log(`  wrong: ${what}`);
  return rows.every(([, , isGood]) => isGood) ? 0 : 1;
}
