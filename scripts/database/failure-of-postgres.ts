import pg from "pg";

const LIMIT_MILLISECONDS = 3000;

/** Null where PostgreSQL lets the URL's user in; else why not, in words that hold no password. */
export async function failureOfPostgres(url: string): Promise<string | null> {
  const { protocol, username, password, host, pathname, searchParams } = new URL(url);
  const ssl = searchParams.get("sslmode");
  const client = new pg.Client({
    // of the parameters only this one is PostgreSQL's own, the others are Prisma's
    connectionString: `${protocol}//${username}:${password}@${host}${pathname}${ssl === null ? "" : `?sslmode=${ssl}`}`,
    connectionTimeoutMillis: LIMIT_MILLISECONDS,
  });
  client.on("error", () => {}); // the same error rejects what waits for it
  try {
    await client.connect();
    await client.query("SELECT 1");
    return null;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return "code" in error ? String(error.code) : error.message;
  } finally {
    await client.end().catch(() => {}); // it may never have begun
  }
}
