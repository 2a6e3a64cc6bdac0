import { createHash, randomUUID } from "node:crypto";
import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import pg from "pg";

const LEDGER = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL,
  finished_at timestamptz, migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
  started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`;
const APPLIED = 'SELECT migration_name FROM "_prisma_migrations" WHERE finished_at IS NOT NULL';
const NOTE = `INSERT INTO "_prisma_migrations" (id, checksum, finished_at, migration_name, applied_steps_count)
  VALUES ($1, $2, now(), $3, 1)`;

const words = process.argv.slice(2);
if (words.includes("--version") || words.includes("-V")) console.log("schema-engine-cli 0");
else if (words[0] !== "cli") await serve(); // `cli can-connect-to-database` is told yes by the exit code

/** JSON-RPC, a line a message. */
async function serve(): Promise<void> {
  for await (const line of createInterface(process.stdin)) {
    const { id, method, params } = JSON.parse(line) as { id: number; method: string; params: Record<string, string> };
    const directory = params["migrationsDirectoryPath"] ?? "";
    const result = method === "applyMigrations" ? await apply(directory) : { migrations: list(directory) };
    process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", id, result })}\n`);
  }
}

async function apply(directory: string): Promise<{ appliedMigrationNames: string[] }> {
  const url = new URL(process.env["DATABASE_URL"] ?? "");
  const client = new pg.Client({
    connectionString: `${url.protocol}//${url.username}:${url.password}@${url.host}${url.pathname}`,
  });
  await client.connect();
  try {
    await client.query(LEDGER);
    const { rows } = await client.query<{ migration_name: string }>(APPLIED);
    const missing = list(directory).filter((name) => rows.every(({ migration_name }) => migration_name !== name));
    for (const name of missing) {
      const sql = await readFile(path.join(directory, name, "migration.sql"), "utf8");
      await client.query(sql);
      await client.query(NOTE, [randomUUID(), createHash("sha256").update(sql).digest("hex"), name]);
    }
    return { appliedMigrationNames: missing };
  } finally {
    await client.end();
  }
}

function list(directory: string): string[] {
  return globSync("*/migration.sql", { cwd: directory })
    .map((file) => path.dirname(file))
    .toSorted();
}
