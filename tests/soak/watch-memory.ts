import { readFileSync } from "node:fs";
import { median } from "../bench/chain/median-interval.ts";
import { childrenOf } from "./faults.ts";

const EVERY_MILLISECONDS = 5000;
const KIBIBYTES_PER_MEGABYTE = 1_000_000 / 1024;

/** How a process's resident memory went: the median of the second fifth of its life here, and of the last, in megabytes. */
export interface MemoryCourse {
  readonly samples: number;
  readonly early: number;
  readonly late: number;
}

/** Samples the masker's oldest worker, which no fault kills, and Redis's neighbours by name. */
export function watchMemory(processes: Readonly<Record<string, () => number>>): {
  stop(): Readonly<Record<string, MemoryCourse>>;
} {
  const samples = new Map<string, number[]>(Object.keys(processes).map((name) => [name, []]));
  const timer = setInterval(() => {
    for (const [name, pid] of Object.entries(processes)) samples.get(name)?.push(residentMegabytes(pid()));
  }, EVERY_MILLISECONDS);
  return {
    stop() {
      clearInterval(timer);
      return Object.fromEntries([...samples].map(([name, each]) => [name, courseOf(each)]));
    },
  };
}

/** Of the masker's workers, the one that has run longest. */
export function oldestWorker(primary: number): number {
  return Math.min(...childrenOf(primary));
}

function courseOf(samples: readonly number[]): MemoryCourse {
  const fifth = Math.floor(samples.length / 5);
  return {
    samples: samples.length,
    early: median(samples.slice(fifth, 2 * fifth)),
    late: median(samples.slice(-fifth)),
  };
}

function residentMegabytes(pid: number): number {
  const [, kibibytes = "0"] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kibibytes) / KIBIBYTES_PER_MEGABYTE;
}
