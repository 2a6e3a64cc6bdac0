import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Names the file that keeps every original that the tests of a run make: the one place that may hold them. */
const PLANTED = "MASKER_TEST_PLANTED";

/** From now on, what is made here or in processes that start later is kept until this process ends. */
export function keepPlanted(): void {
  if (process.env[PLANTED] !== undefined) return;
  const directory = mkdtempSync(join(tmpdir(), "masker-planted-"));
  process.env[PLANTED] = join(directory, "originals");
  process.once("exit", () => rmSync(directory, { recursive: true }));
}

/** Keeps an original where `keepPlanted` was called; returns it. */
export function plant(original: string): string {
  const file = process.env[PLANTED];
  if (file !== undefined) appendFileSync(file, `${original}\n`);
  return original;
}

/** All that was kept so far. */
export function readPlanted(): readonly string[] {
  const file = process.env[PLANTED];
  if (file === undefined || !existsSync(file)) return [];
  return [...new Set(readFileSync(file, "utf8").trim().split("\n"))];
}
