import pg from "pg";
import type { Source } from "../../e2e/provider/find-leaks.ts";

const TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY table_name";

/** Every table of a database, whole: all its rows as text, a line a row. */
export async function dumpTables(databaseUrl: string): Promise<readonly Source[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ table_name: string }>(TABLES);
    const dumped: Source[] = [];
    for (const { table_name: name } of tables) {
      const { rows } = await client.query<{ line: string }>(
        `SELECT t::text AS line FROM ${pg.escapeIdentifier(name)} t`,
      );
      dumped.push({ name, bytes: Buffer.from(rows.map(({ line }) => line).join("\n")) });
    }
    return dumped;
  } finally {
    await client.end();
  }
}
