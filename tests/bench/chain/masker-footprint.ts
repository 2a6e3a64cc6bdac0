import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import type { Gateway } from "../../e2e/gateway.ts";
import type { Provider } from "../../e2e/provider/provider.ts";
import { newTeamKey } from "../../e2e/team-key.ts";
import { answerQuestion } from "./answer-question.ts";
import { median } from "./median-interval.ts";
import { send } from "./send.ts";
import { makeQuestion, type Workload, WORKLOADS } from "./workload.ts";

const STARTS = 5;
export const FOOTPRINT_REQUESTS = 1_000;
/** The masker looks every five whether it has nothing to do. */
const LULL_MILLISECONDS = 15_000;
const KIBIBYTES_PER_MEGABYTE = 1_000_000 / 1_024;

export interface MaskerFootprint {
  /** Milliseconds from the start of the process to its first ready answer, the median of five. */
  readonly readyMs: number;
  /** Resident memory in megabytes after 1,000 requests through the chain's masker, all of 1 or 50 KB, half of them seen before. */
  readonly residentMegabytes: number;
  /** What of it is the process's own: the rest is Node's program, which all its processes share. NaN where there is no /proc. */
  readonly ownMegabytes: number;
  /** Resident memory once there has been nothing to do for a while. */
  readonly idleMegabytes: number;
}

/** Starts the gateway's masker anew a few times, then gives the last one its thousand requests. */
export async function measureMaskerFootprint(gateway: Gateway, provider: Provider): Promise<MaskerFootprint> {
  const readyAfter: number[] = [];
  for (let start = 0; start < STARTS; start++) {
    await gateway.stopMasker();
    await gateway.startMasker();
    readyAfter.push(gateway.masker?.readyAfterMs ?? 0);
  }
  const key = newTeamKey();
  for (let request = 0; request < FOOTPRINT_REQUESTS; request++) {
    const workload = footprintWorkload(request);
    provider.script((asked) => answerQuestion(asked, workload));
    await send(`${gateway.url}/v1/messages`, key, makeQuestion(workload, request).body);
    provider.forget();
  }
  const pid = gateway.masker?.pid ?? 0;
  const residentMegabytes = await readResident(pid);
  const ownMegabytes = readAnonymous(pid) / KIBIBYTES_PER_MEGABYTE;
  await sleep(LULL_MILLISECONDS);
  return { readyMs: median(readyAfter), residentMegabytes, ownMegabytes, idleMegabytes: await readResident(pid) };
}

export function sayFootprint({ readyMs, residentMegabytes, ownMegabytes, idleMegabytes }: MaskerFootprint): string {
  return (
    `masker: ready in ${readyMs.toFixed(0)} ms (median of ${STARTS}), ${residentMegabytes.toFixed(0)} MB resident after 1,000 requests, ` +
    `of which ${ownMegabytes.toFixed(0)} MB are its own, and ${idleMegabytes.toFixed(0)} MB after a lull`
  );
}

/** Of 1 and 50 KB by turns, seen before and new. */
export function footprintWorkload(request: number): Workload {
  const kinds = WORKLOADS.filter((workload) => workload.bytes <= 50_000 && workload.stream === undefined);
  return kinds[request % kinds.length] as Workload;
}

/** Megabytes. */
export async function readResident(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)("ps", ["-o", "rss=", "-p", String(pid)]);
  return Number(stdout) / KIBIBYTES_PER_MEGABYTE;
}

/** KiB of memory with no file behind it. */
function readAnonymous(pid: number): number {
  try {
    return Number(/^RssAnon:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return Number.NaN;
    throw error;
  }
}
