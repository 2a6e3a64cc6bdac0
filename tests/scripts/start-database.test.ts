import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { startDatabase } from "../admin/chain/start-database.ts";
import { descendantsOf, newPlace, runScript, stillRunning } from "./run-script.ts";
import { temporaryDirectory } from "./temporary-directory.ts";

const NOBODY = "http://127.0.0.1:9";

/** Prisma as on a machine that never had its engine and cannot reach the host that has it. */
async function withoutEngine(): Promise<Record<string, string>> {
  return { PRISMA_HOME_DIR: await temporaryDirectory(), PRISMA_ENGINES_MIRROR: NOBODY };
}

test("where Prisma's engine cannot be downloaded it says so in one line and goes on without a database", async () => {
  const running = runScript("start", await newPlace(await temporaryDirectory()), await withoutEngine());
  await running.hasSaid("LiteLLM (");
  expect(running.output).toMatch(
    /^! PostgreSQL: none, so no virtual keys and no admin UI, clients use the master key.* Reason: Prisma's engine.*127\.0\.0\.1:9: ECONNREFUSED/m,
  );
  const parts = await descendantsOf(running.pid);
  expect(parts.map(({ command }) => command).join()).not.toContain("postgres");
  process.kill(running.pid, "SIGINT");
  expect(await running.ended).toBe(0);
  expect(await stillRunning(parts)).toEqual([]);
});

test("where DATABASE_URL asks for a database and the engine cannot be downloaded, nothing stays up", async () => {
  const database = await startDatabase();
  const environment = { ...(await withoutEngine()), DATABASE_URL: database.url };
  const running = runScript("start", await newPlace(await temporaryDirectory()), environment);
  expect(await running.ended).toBe(1);
  expect(running.output).toMatch(
    /DATABASE_URL is set, but Prisma's engine.*cannot be downloaded.*leave DATABASE_URL empty/,
  );
  expect(running.output).not.toContain(new URL(database.url).password);
  await database.stop();
});

test("a database that is down at start is named, without its password", async () => {
  const password = randomBytes(12).toString("hex");
  const environment = { DATABASE_URL: `postgresql://litellm:${password}@127.0.0.1:9/litellm` };
  const running = runScript("start", await newPlace(await temporaryDirectory()), environment);
  expect(await running.ended).toBe(1);
  expect(running.output).toContain("DATABASE_URL: no PostgreSQL lets LiteLLM in at 127.0.0.1:9 (ECONNREFUSED)");
  expect(running.output).not.toContain(password);
});

test("in production the secrets of the admin UI are asked for before anything starts", async () => {
  const secret = (): string => randomBytes(32).toString("base64");
  const environment = {
    NODE_ENV: "production",
    LITELLM_MASTER_KEY: `sk-${secret()}`,
    MASKER_API_KEY: secret(),
    MASKER_ENCRYPTION_KEY: secret(),
  };
  const running = runScript("start", await newPlace(await temporaryDirectory()), environment);
  expect(await running.ended).toBe(1);
  expect(running.output).toContain("Settings: UI_PASSWORD, LITELLM_SALT_KEY, POSTGRES_PASSWORD missing.");
  expect(running.output).not.toContain("Redis");
});
