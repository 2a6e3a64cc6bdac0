import { readFile, rm, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Note } from "../progress.ts";

const POLL_MILLISECONDS = 200;

/**
 * Waits while another process has the lock file, then has it; returns what lets it go. The file holds its process, so that one
 * which was killed keeps nobody out.
 */
export async function holdLock(file: string, note: Note): Promise<() => Promise<void>> {
  while (!(await tryHold(file))) {
    const holder = Number(await readFile(file, "utf8").catch(() => "")); // let go meanwhile, or not yet written: 0
    if (holder !== 0 && !isAlive(holder)) await rm(file, { force: true });
    note(`waiting for process ${holder}, which installs them; if it does not, delete ${file}`);
    await sleep(POLL_MILLISECONDS);
  }
  return () => rm(file, { force: true });
}

async function tryHold(file: string): Promise<boolean> {
  try {
    await writeFile(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM"; // another user's
  }
}
