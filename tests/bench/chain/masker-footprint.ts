import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Gateway } from "../../e2e/gateway.ts";
import { newTeamKey } from "../../e2e/team-key.ts";
import { median } from "./median-interval.ts";
import { send } from "./send.ts";
import { makeQuestion, WORKLOADS } from "./workload.ts";

const STARTS = 5;
const REQUESTS = 1_000;
const KIBIBYTES_PER_MEGABYTE = 1_000_000 / 1_024;

export interface MaskerFootprint {
  /** Milliseconds from the start of the process to its first ready answer, the median of five. */
  readonly readyMs: number;
  /** Resident memory in megabytes after 1,000 requests through the chain's masker. */
  readonly residentMegabytes: number;
}

/** Starts the gateway's masker anew a few times, then gives the last one its thousand requests. */
export async function measureMaskerFootprint(gateway: Gateway, provider: { forget(): void }): Promise<MaskerFootprint> {
  const readyAfter: number[] = [];
  for (let start = 0; start < STARTS; start++) {
    await gateway.stopMasker();
    await gateway.startMasker();
    readyAfter.push(gateway.masker?.readyAfterMs ?? 0);
  }
  const key = newTeamKey();
  const kinds = WORKLOADS.filter((workload) => workload.bytes <= 50_000 && workload.stream === undefined);
  for (let request = 0; request < REQUESTS; request++) {
    const workload = kinds[request % kinds.length];
    if (workload === undefined) break;
    await send(`${gateway.url}/v1/messages`, key, makeQuestion(workload, request).body);
    provider.forget();
  }
  const { stdout } = await promisify(execFile)("ps", ["-o", "rss=", "-p", String(gateway.masker?.pid)]);
  return { readyMs: median(readyAfter), residentMegabytes: Number(stdout) / KIBIBYTES_PER_MEGABYTE };
}
