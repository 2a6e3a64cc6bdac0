import { type Gateway, startGateway } from "../../e2e/gateway.ts";
import type { Answer } from "../../e2e/provider/answer.ts";
import { startProvider } from "../../e2e/provider/provider.ts";
import { newTeamKey } from "../../e2e/team-key.ts";
import { cpuTime } from "../chain/cpu-time.ts";
import { formatTable } from "../chain/format-table.ts";
import { median } from "../chain/median-interval.ts";
import { makeConversation } from "./conversation.ts";
import { drive, type Job, quantile } from "./drive.ts";

const CLIENTS = 8;
const SECONDS = 8;
const ROUNDS = 4;
const WANTED_PER_SECOND = 100;
const CORES = 8;
const ANSWER = "The instances that you named are all stopped; start one of them again and look at its log. ".repeat(20);

interface Measured {
  readonly perSecond: number[];
  readonly refused: number[];
  readonly milliseconds: number[];
  /** Milliseconds of computing a request, by part. */
  readonly cpu: Record<string, number[]>;
}

/** As much as the machine does through LiteLLM with masking and without, in turn; and what that makes on a machine of 8 cores. */
export async function measureChain(): Promise<void> {
  const provider = await startProvider();
  const answer: Answer = { blocks: [{ type: "text", text: ANSWER }] };
  provider.script(() => answer);
  const forgetting = setInterval(() => provider.forget(), 1000);
  const alone = await startGateway({ providerUrl: provider.url, masked: false });
  const masked = await startGateway({ providerUrl: provider.url, maskerEnv: { LOG_LEVEL: "info" } });
  try {
    const figures = [
      { name: "LiteLLM alone", gateway: alone, measured: emptyMeasure() },
      { name: "with masking", gateway: masked, measured: emptyMeasure() },
    ] as const;
    for (const { gateway } of figures) await drive(CLIENTS, SECONDS, jobs(gateway));
    for (let round = 0; round < ROUNDS; round++) {
      for (const { gateway, measured } of figures) await measureRound(gateway, measured);
    }
    console.log(
      `\nThe chain at the most this machine does: ${CLIENTS} clients, 50 KB with 20 of 200 values new, answers of 2 KB\n`,
    );
    console.log(formatTable(["", "requests/s", "refused", "p50 ms", "p99 ms", "CPU ms a request"], figures.map(row)));
    const cost = Object.values(figures[1].measured.cpu).reduce((sum, one) => sum + median(one), 0);
    const cores = (cost * WANTED_PER_SECOND) / 1000;
    console.log(`\n${WANTED_PER_SECOND} requests/s are ${cores.toFixed(1)} of ${CORES} cores busy, by that CPU time`);
  } finally {
    clearInterval(forgetting);
    await alone.stop();
    await masked.stop();
    await provider.stop();
  }
}

async function measureRound(gateway: Gateway, measured: Measured): Promise<void> {
  const parts = { LiteLLM: gateway.litellm.pid, masker: gateway.masker?.pid, Redis: gateway.redisPid };
  const before = Object.entries(parts).map(([name, pid]) => ({ name, pid, ms: pid === undefined ? 0 : cpuTime(pid) }));
  const driven = await drive(CLIENTS, SECONDS, jobs(gateway));
  measured.perSecond.push(driven.perSecond);
  measured.refused.push(driven.refused);
  measured.milliseconds.push(...driven.milliseconds);
  for (const { name, pid, ms } of before) {
    if (pid !== undefined) (measured.cpu[name] ??= []).push((cpuTime(pid) - ms) / driven.requests);
  }
}

let turns = 0;

function jobs(gateway: Gateway): (client: number) => Job {
  const key = newTeamKey();
  const conversations = Array.from({ length: CLIENTS }, (_, client) => makeConversation(client));
  return (client) => ({
    url: `${gateway.url}/v1/messages`,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json", "anthropic-version": "2023-06-01" },
    body: (conversations[client] ?? makeConversation(client)).body(turns++),
    check(text) {
      if (!text.includes(ANSWER)) throw new Error(`another answer than the provider's: ${text.slice(0, 300)}`);
    },
  });
}

function emptyMeasure(): Measured {
  return { perSecond: [], refused: [], milliseconds: [], cpu: {} };
}

function row({ name, measured }: { readonly name: string; readonly measured: Measured }): string[] {
  const sorted = measured.milliseconds.toSorted((left, right) => left - right);
  return [
    name,
    median(measured.perSecond).toFixed(1),
    String(measured.refused.reduce((sum, one) => sum + one, 0)),
    quantile(sorted, 0.5).toFixed(0),
    quantile(sorted, 0.99).toFixed(0),
    Object.entries(measured.cpu)
      .map(([part, each]) => `${part} ${median(each).toFixed(1)}`)
      .join(", "),
  ];
}
