import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

const PROGRAMS = join(import.meta.dirname, "../engine");
const VARIABLES = { PRISMA_QUERY_ENGINE_BINARY: "query-engine", PRISMA_SCHEMA_ENGINE_BINARY: "schema-engine" };

/** Writes Prisma's two stand-in engines into a directory, as programs that anyone can start. */
export async function writeEngines(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (const name of Object.values(VARIABLES)) {
    const program = join(directory, name);
    await writeFile(program, `#!/bin/sh\nexec "${process.execPath}" "${join(PROGRAMS, name)}.ts" "$@"\n`);
    await chmod(program, 0o755);
  }
}

/** What names them to Prisma; with both it downloads nothing. */
export function enginesIn(directory: string): Record<string, string> {
  return Object.fromEntries(Object.entries(VARIABLES).map(([variable, name]) => [variable, join(directory, name)]));
}
