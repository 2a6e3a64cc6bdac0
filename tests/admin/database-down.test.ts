import pg from "pg";
import { expect, test } from "vitest";
import { expectUnseen } from "../e2e/audit.ts";
import { ask, makeKey } from "./ask.ts";
import { useAdminGateway } from "./use-admin-gateway.ts";

const used = useAdminGateway();

test("with the database down, a key that was just used goes on, masked; one that was not is refused and sent nowhere", async () => {
  const [known, unknown] = [await makeKey(used), await makeKey(used)];
  expect((await ask(used, known.key)).status).toBe(200);
  used.provider.forget();
  await withDatabaseDown(used.gateway.databaseUrl, async () => {
    const served = await ask(used, known.key);
    const refused = await ask(used, unknown.key);
    const wrong = await ask(used, "sk-0123456789abcdefghij");
    expect(served.status).toBe(200);
    expectUnseen(used.provider.requests, served.originals);
    for (const { status, text } of [refused, wrong]) {
      expect(status).toBe(401);
      expect(text).toContain("not currently accepting connections");
    }
    expect(used.provider.requests).toHaveLength(1);
  });
  await expect.poll(async () => (await ask(used, unknown.key)).status, { timeout: 60_000 }).toBe(200);
});

/** Ends every connection to the database and lets in no new one meanwhile, as one that is down or failing over does. */
async function withDatabaseDown(databaseUrl: string, run: () => Promise<void>): Promise<void> {
  const elsewhere = new URL(databaseUrl);
  const name = elsewhere.pathname.slice(1);
  elsewhere.pathname = "/postgres";
  const client = new pg.Client({ connectionString: elsewhere.href });
  await client.connect();
  const allow = (isAllowed: boolean): string =>
    `ALTER DATABASE ${pg.escapeIdentifier(name)} ALLOW_CONNECTIONS ${isAllowed}`;
  try {
    await client.query(allow(false));
    await client.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", [name]);
    await run();
  } finally {
    await client.query(allow(true));
    await client.end();
  }
}
