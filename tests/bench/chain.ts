import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { REPOSITORY } from "../e2e/chain/repository.ts";
import { type Gateway, startGateway } from "../e2e/gateway.ts";
import { type Provider, startProvider } from "../e2e/provider/provider.ts";
import { newTeamKey } from "../e2e/team-key.ts";
import { formatTable } from "./chain/format-table.ts";
import { measureMaskerFootprint } from "./chain/masker-footprint.ts";
import { measurePairs, type Pairs } from "./chain/measure-pairs.ts";
import { median, medianInterval } from "./chain/median-interval.ts";
import { plotRatios } from "./chain/plot-ratios.ts";
import { WORKLOADS } from "./chain/workload.ts";

const PLOT = ".data/bench/chain.svg";

/** LiteLLM with masking against LiteLLM alone, on the same questions, in pairs. Writes the plot to `.data/bench/`. */
export async function run(): Promise<void> {
  const provider = await startProvider();
  const alone = await startGateway({ providerUrl: provider.url, masked: false });
  const masked = await startGateway({ providerUrl: provider.url, maskerEnv: { LOG_LEVEL: "info" } });
  try {
    await report(provider, alone, masked);
  } finally {
    await masked.stop();
    await alone.stop();
    await provider.stop();
  }
}

async function report(provider: Provider, alone: Gateway, masked: Gateway): Promise<void> {
  const key = newTeamKey();
  const measured: Pairs[] = [];
  for (const workload of WORKLOADS) {
    console.log(`chain: ${workload.name}, ${workload.pairs} pairs`);
    measured.push(await measurePairs(provider, { url: alone.url, key }, { url: masked.url, key }, workload));
  }
  const bars = measured.map(({ workload, aloneMs, maskedMs }) => ({
    label: workload.name,
    ratio: medianInterval(maskedMs.map((each, at) => each / (aloneMs[at] ?? 1))),
    target: workload.target,
  }));
  const rows = bars.map(({ label, ratio, target }, at) => [
    label,
    `×${ratio.median.toFixed(3)}`,
    `${ratio.low.toFixed(3)} to ${ratio.high.toFixed(3)}`,
    `×${target}`,
    median(measured[at]?.aloneMs ?? []).toFixed(1),
    median(measured[at]?.maskedMs ?? []).toFixed(1),
    firstByteLater(measured[at]),
  ]);
  console.log(
    formatTable(["answer", "ratio", "95 % interval", "target", "alone ms", "masked ms", "first byte later ms"], rows),
  );
  await mkdir(join(REPOSITORY, ".data/bench"), { recursive: true });
  await writeFile(join(REPOSITORY, PLOT), plotRatios("LiteLLM with masking ÷ LiteLLM alone", bars));
  console.log(`plot: ${PLOT}`);

  const { readyMs, residentMegabytes } = await measureMaskerFootprint(masked, provider);
  console.log(
    `masker: ready in ${readyMs.toFixed(0)} ms (median of 5), ${residentMegabytes.toFixed(0)} MB resident after 1,000 requests`,
  );
}

function firstByteLater(pairs: Pairs | undefined): string {
  const later = pairs?.maskedFirstByteMs.map((each, at) => each - (pairs.aloneFirstByteMs[at] ?? 0));
  return median(later ?? []).toFixed(1);
}
