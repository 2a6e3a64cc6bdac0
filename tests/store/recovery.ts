import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";

/** What docs/store.md promises once a part is back. */
export const BACK_WITHIN_MILLISECONDS = 2000;

/** Of a machine that is always short, so much is left out at most. */
const MOST_STARVED_MILLISECONDS = 4000;
const MICROSECONDS = 1000;
/** What /proc/stat counts in. */
const TICK_MILLISECONDS = 10;

/** A stopwatch that stands still while the machine is short of cores. */
export interface Recovery {
  /** performance.now() of its begin. */
  readonly since: number;
  /** Since then, less the time for which some process had no core. */
  milliseconds(): number;
  /** To be called when all goes well again: throws where that took two seconds. */
  end(): void;
}

/** To be called when the part that failed has answered again. */
export function beginRecovery(): Recovery {
  const [since, starved] = [performance.now(), starvedMilliseconds()];
  const milliseconds = () => {
    const waited = Math.min(starvedMilliseconds() - starved, MOST_STARVED_MILLISECONDS);
    return Math.max(0, performance.now() - since - waited);
  };
  return {
    since,
    milliseconds,
    end: () => {
      const took = milliseconds();
      if (took >= BACK_WITHIN_MILLISECONDS) throw new Error(`back only after ${took.toFixed(0)} ms`);
    },
  };
}

/** By Linux's pressure stall information, and by what its host took from a virtual machine; other systems do not tell. */
function starvedMilliseconds(): number {
  const [, waited = "0"] = /^some .*total=(\d+)/m.exec(read("/proc/pressure/cpu")) ?? [];
  const stolen = read("/proc/stat").split("\n", 1)[0]?.split(/\s+/)[8] ?? "0";
  return Number(waited) / MICROSECONDS + (Number(stolen) * TICK_MILLISECONDS) / availableParallelism();
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error) return "";
    throw error;
  }
}
