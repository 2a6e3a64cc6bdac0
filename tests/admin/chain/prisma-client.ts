import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { litellmPython } from "../../e2e/chain/litellm-python.ts";
import { REPOSITORY } from "../../e2e/chain/repository.ts";
import { enginesIn, writeEngines } from "./write-engines.ts";

const FIND_PACKAGES =
  "import os, prisma, litellm_proxy_extras as e; print(os.path.dirname(prisma.__file__)); print(os.path.dirname(e.__file__))";

/**
 * Generates LiteLLM's client of PostgreSQL into a copy of the package `prisma`, so that the Python environment of the tests stays as
 * it is, with the stand-in engines beside it. Done once for a schema; returns what LiteLLM needs in its environment.
 */
export async function preparePrismaClient(): Promise<Record<string, string>> {
  const { stdout } = await execa(litellmPython(), ["-c", FIND_PACKAGES]);
  const [prisma = "", extras = ""] = stdout.split("\n");
  const schema = join(extras, "schema.prisma");
  const places = [prisma, process.execPath, REPOSITORY].join("\n"); // they stand in what is written
  const key = createHash("sha256")
    .update(await readFile(schema))
    .update(places)
    .digest("hex")
    .slice(0, 12);
  const directory = join(REPOSITORY, ".data/prisma-client", key);
  if (!existsSync(directory)) {
    const draft = `${directory}.${process.pid}`;
    await generate(draft, prisma, schema);
    await rename(draft, directory).catch(() => rm(draft, { recursive: true })); // another test run was faster
  }
  return environmentOf(directory);
}

async function generate(directory: string, prisma: string, schema: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  await cp(prisma, join(directory, "python/prisma"), { recursive: true });
  await writeEngines(directory);
  const bin = dirname(litellmPython());
  await execa(litellmPython(), ["-m", "prisma", "generate", "--schema", schema], {
    env: { ...environmentOf(directory), PATH: `${bin}:${process.env["PATH"] ?? ""}` },
  });
}

function environmentOf(directory: string): Record<string, string> {
  return {
    PATH: `${dirname(litellmPython())}:${process.env["PATH"] ?? ""}`,
    PYTHONPATH: `${join(REPOSITORY, "litellm")}:${join(directory, "python")}`,
    PRISMA_HOME_DIR: join(directory, "home"),
    ...enginesIn(directory),
  };
}
