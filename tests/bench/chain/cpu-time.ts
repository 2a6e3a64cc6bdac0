import { readFileSync } from "node:fs";

const MILLISECONDS_PER_TICK = 10;
/** Fields of /proc/PID/stat after the command's name in brackets: user and system time, in ticks. */
const USER = 11;
const SYSTEM = 12;

/** Milliseconds that a process has computed so far, all threads; NaN where the system has no /proc. */
export function cpuTime(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return (Number(fields[USER]) + Number(fields[SYSTEM])) * MILLISECONDS_PER_TICK;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return Number.NaN;
    throw error;
  }
}
