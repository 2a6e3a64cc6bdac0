import { createHash } from "node:crypto";
import { existsSync, globSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import type { Note } from "../progress.ts";
import { SetupError } from "../setup-error.ts";
import { prismaEnvironment } from "../start/child-environments.ts";
import type { Settings } from "../start/read-settings.ts";

const SCHEMA = "lib/python*/site-packages/litellm_proxy_extras/schema.prisma";
const LIMIT_MILLISECONDS = 300_000; // the Prisma CLI and its engines are fetched on first use
const CAUSE =
  /\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|self.signed|[45]\d\d)\b/;

/**
 * Generates LiteLLM's client of PostgreSQL into the Python environment, once for a schema: pip brings the generator alone, and its engine
 * is downloaded. Returns what LiteLLM needs in its environment; throws SetupError where the download fails.
 */
export async function preparePrisma(
  settings: Settings,
  pythonDirectory: string,
  note: Note,
): Promise<Readonly<Record<string, string>>> {
  const home = { PRISMA_HOME_DIR: settings.environment["PRISMA_HOME_DIR"] ?? path.join(pythonDirectory, "prisma") };
  const [schema] = globSync(path.join(pythonDirectory, SCHEMA));
  if (schema === undefined)
    throw new SetupError("LiteLLM's database client: its schema is not installed; delete .venv");
  const stampFile = path.join(pythonDirectory, "prisma-generated");
  const environment = prismaEnvironment(settings);
  const stamp = await stampOf(schema, pythonDirectory, environment);
  if (existsSync(stampFile) && (await readFile(stampFile, "utf8")) === stamp) return home;
  note("preparing LiteLLM's database client");
  const bin = path.join(pythonDirectory, "bin");
  const generated = await execa(path.join(bin, "python"), ["-m", "prisma", "generate", "--schema", schema], {
    env: { ...environment, ...home, PATH: `${bin}${path.delimiter}${environment["PATH"] ?? ""}` },
    extendEnv: false,
    reject: false,
    all: true,
    timeout: LIMIT_MILLISECONDS,
  });
  if (generated.exitCode !== 0) throw new SetupError(explain(generated.all ?? generated.message ?? ""));
  await writeFile(stampFile, stamp);
  return home;
}

/** What the generated client depends on: the schema, the packages that generated it, and Prisma's own settings. */
async function stampOf(
  schema: string,
  pythonDirectory: string,
  environment: Readonly<Record<string, string>>,
): Promise<string> {
  const lock = path.join(pythonDirectory, "installed-lock");
  const own = Object.entries(environment).flatMap(([name, value]) =>
    name.startsWith("PRISMA_") ? `${name}=${value}` : [],
  );
  return createHash("sha256")
    .update(await readFile(schema))
    .update(await readFile(lock))
    .update(own.toSorted().join("\n"))
    .digest("hex");
}

function explain(output: string): string {
  const lines = output.trim().split("\n");
  const line = lines.findLast((text) => CAUSE.test(text)) ?? lines.at(-1) ?? "no reason given";
  const [host] = /https?:\/\/[^/\s]+/.exec(line) ?? [];
  const why = host === undefined ? line : `${host}: ${CAUSE.exec(line)?.[0] ?? line}`;
  return `Prisma's engine, which LiteLLM needs for keys and the admin UI, cannot be downloaded (${why})`;
}
