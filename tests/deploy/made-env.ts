import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseEnv } from "node:util";
import { execa } from "execa";
import { REPOSITORY } from "../e2e/chain/repository.ts";

/** The settings of a .env that deploy/make-env.sh has made from nothing. */
export async function madeEnv(): Promise<Record<string, string>> {
  const directory = await mkdtemp(path.join(tmpdir(), "masker-env-"));
  await execa("sh", [path.join(REPOSITORY, "deploy/make-env.sh"), directory]);
  const made = parseEnv(await readFile(path.join(directory, ".env"), "utf8"));
  await rm(directory, { recursive: true });
  return Object.fromEntries(Object.entries(made).map(([name, value]) => [name, value ?? ""]));
}
