import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { REPOSITORY } from "../e2e/chain/repository.ts";
import { type Gateway, startGateway } from "../e2e/gateway.ts";
import { type Provider, startProvider } from "../e2e/provider/provider.ts";
import { newTeamKey } from "../e2e/team-key.ts";
import { formatTable } from "./chain/format-table.ts";
import { keepUntilOver } from "./chain/keep-until-over.ts";
import { measureMaskerFootprint, sayFootprint } from "./chain/masker-footprint.ts";
import { measurePairs } from "./chain/measure-pairs.ts";
import { median, medianInterval } from "./chain/median-interval.ts";
import { type Bar, plotRatios } from "./chain/plot-ratios.ts";
import { ratiosOf } from "./chain/ratios-of.ts";
import { sayCpu } from "./chain/say-cpu.ts";
import { startShield } from "./chain/start-shield.ts";
import { WORKLOADS } from "./chain/workload.ts";

const PLOT = ".data/bench/chain.svg";
const HEAD = ["answer", "ratio", "95 % interval", "target", "ms", "first byte later ms", "CPU ms", "llm_shield_proxy"];
const OURS = /(?<![\w-])(?:ec2|sg|vpc|subnet)-\d{3}/;
const THEIRS = /\[ID_\d+\]/;
const PEER_PAIRS = 8;

/**
 * LiteLLM with masking against LiteLLM alone, and LiteLLM's own reversible guardrail against LiteLLM alone, on the same
 * questions, in pairs. Writes the plot to `.data/bench/`.
 */
export async function run(): Promise<void> {
  await keepUntilOver(async (keep) => {
    const provider = keep(await startProvider());
    const shield = keep(await startShield());
    const otherGuardrail = {
      guardrail: "llm_shield_proxy",
      mode: ["pre_call", "post_call"],
      default_on: true,
      api_base: shield.url,
    };
    const start = async (options: object): Promise<Gateway> =>
      keep(await startGateway({ providerUrl: provider.url, ...options }));
    const alone = await start({ masked: false });
    const masked = await start({ maskerEnv: { LOG_LEVEL: "info" } });
    const peer = await start({ masked: false, otherGuardrail });
    await report(provider, alone, masked, peer);
    console.log(sayFootprint(await measureMaskerFootprint(masked, provider)));
  });
}

async function report(provider: Provider, alone: Gateway, masked: Gateway, peer: Gateway): Promise<void> {
  const key = newTeamKey();
  const yardstick = { url: alone.url, key, pids: [alone.litellm.pid] };
  const ours = { url: masked.url, key, placeholder: OURS, pids: [masked.litellm.pid, masked.masker?.pid ?? 0] };
  const theirs = { url: peer.url, key, placeholder: THEIRS, pids: [] };
  const rows: string[][] = [];
  const bars: Bar[] = [];
  for (const workload of WORKLOADS) {
    console.log(`chain: ${workload.name}, ${workload.pairs} pairs`);
    const pairs = await measurePairs(provider, yardstick, ours, workload);
    const peerPairs = await measurePairs(provider, yardstick, theirs, { ...workload, pairs: PEER_PAIRS });
    const ratio = medianInterval(ratiosOf(pairs));
    bars.push({ label: workload.name, ratio, target: workload.target });
    rows.push([
      workload.name,
      `×${ratio.median.toFixed(3)}`,
      `${ratio.low.toFixed(3)} to ${ratio.high.toFixed(3)}`,
      `×${workload.target}`,
      `${median(pairs.aloneMs).toFixed(1)} → ${median(pairs.maskedMs).toFixed(1)}`,
      median(pairs.maskedFirstByteMs.map((each, at) => each - (pairs.aloneFirstByteMs[at] ?? 0))).toFixed(1),
      sayCpu(pairs),
      `×${median(ratiosOf(peerPairs)).toFixed(2)}`,
    ]);
  }
  console.log(formatTable(HEAD, rows));
  await mkdir(join(REPOSITORY, ".data/bench"), { recursive: true });
  await writeFile(join(REPOSITORY, PLOT), plotRatios("LiteLLM with masking ÷ LiteLLM alone", bars));
  console.log(`plot: ${PLOT}`);
}
