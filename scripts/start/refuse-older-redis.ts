import { existsSync } from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { SetupError } from "../setup-error.ts";

const VERSION = /\bv=(\d+)\./;
const FIRST_WITH_DIRECTORY = 7;

/**
 * Redis 7 keeps its append-only file in a directory of its own, which Redis 6 does not look into: it would start empty, and
 * give numbers to new values that old conversations know by others. Throws SetupError before that.
 */
export async function refuseOlderRedis(program: string, dataDirectory: string): Promise<void> {
  if (!existsSync(path.join(dataDirectory, "appendonlydir"))) return;
  const { stdout } = await execa(program, ["--version"]);
  const major = Number(VERSION.exec(stdout)?.[1] ?? FIRST_WITH_DIRECTORY);
  if (major >= FIRST_WITH_DIRECTORY) return;
  throw new SetupError(
    `Redis: ${dataDirectory} was written by Redis 7 or newer, and ${program} is Redis ${major}, which would not read it. ` +
      "Install redis-server 7 or newer, or set REDIS_URL in .env.",
  );
}
