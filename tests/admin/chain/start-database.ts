import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "../../../scripts/database/start-postgres.ts";

/** A running PostgreSQL with an empty database. */
export interface Database {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a real PostgreSQL as `npm start` does, with data of its own that are gone after it. */
export async function startDatabase(): Promise<Database> {
  const dataDirectory = await mkdtemp(join(tmpdir(), "masker-postgres-"));
  const settings = {
    password: randomBytes(24).toString("base64url"),
    environment: { PATH: process.env["PATH"] ?? "" },
  };
  const surroundings = { dataDirectory, abort: new AbortController().signal, say: () => {} };
  const { url, running } = await startPostgres(settings, surroundings, () => {});
  return {
    url,
    async stop() {
      await running?.stop();
      await rm(dataDirectory, { recursive: true });
    },
  };
}
