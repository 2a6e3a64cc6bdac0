import { randomBytes } from "node:crypto";
import { type AdminGateway, startAdminGateway } from "../admin/chain/start-admin-gateway.ts";
import { type Provider, startProvider } from "../e2e/provider/provider.ts";
import { formatTable } from "./chain/format-table.ts";
import { keepUntilOver } from "./chain/keep-until-over.ts";
import { type Contender, measurePairs } from "./chain/measure-pairs.ts";
import { median, medianInterval } from "./chain/median-interval.ts";
import { ratiosOf } from "./chain/ratios-of.ts";
import { sayCpu } from "./chain/say-cpu.ts";
import { WORKLOADS } from "./chain/workload.ts";

const SIZE = 50_000;
const TARGET = 1.1;
const PAIRS = 100;
const HEAD = ["answer", "ratio", "95 % interval", "target", "ms", "CPU ms"];
const PLACEHOLDER = /(?<![\w-])(?:ec2|sg|vpc|subnet)-\d{3}/;

/**
 * LiteLLM with its database and masking against LiteLLM with its database: virtual keys, and spend as LiteLLM keeps it by
 * default, on a PostgreSQL for each.
 */
export async function run(): Promise<void> {
  await keepUntilOver(async (keep) => {
    const provider = keep(await startProvider());
    const databaseSettings = { store_prompts_in_spend_logs: false, proxy_batch_write_at: 10 };
    const start = async (masked: boolean): Promise<AdminGateway> =>
      keep(
        await startAdminGateway({
          providerUrl: provider.url,
          masked,
          databaseSettings,
          maskerEnv: { LOG_LEVEL: "info" },
        }),
      );
    const alone = await start(false);
    const masked = await start(true);
    await report(provider, await contender(alone), { ...(await contender(masked)), placeholder: PLACEHOLDER });
  });
}

/** The gateway as a developer with a virtual key of a team meets it. */
async function contender({ chain }: AdminGateway): Promise<Contender> {
  const headers = { authorization: `Bearer ${chain.masterKey}`, "content-type": "application/json" };
  const manage = async (path: string, body: object): Promise<Record<string, string>> => {
    const answer = await fetch(`${chain.url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as Record<string, string>;
  };
  const { team_id } = await manage("/team/new", { team_alias: `bench-${randomBytes(4).toString("hex")}` });
  const { key = "" } = await manage("/key/generate", { team_id });
  const pids = [chain.litellm.pid, ...(chain.masker === undefined ? [] : [chain.masker.pid])];
  return { url: chain.url, key, pids };
}

async function report(provider: Provider, alone: Contender, masked: Contender): Promise<void> {
  const rows: string[][] = [];
  for (const workload of WORKLOADS.filter(({ bytes, stream }) => bytes === SIZE && stream === undefined)) {
    console.log(`database: ${workload.name}, ${PAIRS} pairs`);
    const pairs = await measurePairs(provider, alone, masked, { ...workload, pairs: PAIRS });
    const ratio = medianInterval(ratiosOf(pairs));
    rows.push([
      workload.name,
      `×${ratio.median.toFixed(3)}`,
      `${ratio.low.toFixed(3)} to ${ratio.high.toFixed(3)}`,
      `×${TARGET}`,
      `${median(pairs.aloneMs).toFixed(1)} → ${median(pairs.maskedMs).toFixed(1)}`,
      sayCpu(pairs),
    ]);
  }
  console.log(formatTable(HEAD, rows));
}
