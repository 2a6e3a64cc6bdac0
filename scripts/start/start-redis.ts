import { existsSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Note } from "../progress.ts";
import { SetupError } from "../setup-error.ts";
import { storeEnvironment } from "./child-environments.ts";
import { failureOfRedis } from "./failure-of-redis.ts";
import { findRedisServer } from "./find-redis-server.ts";
import { type KeptRunning, keepRunning } from "./keep-running.ts";
import type { Settings } from "./read-settings.ts";
import { redisHosts } from "./redis-hosts.ts";
import { refuseOlderRedis } from "./refuse-older-redis.ts";
import { findFreePort, requireFreePort } from "./require-free-port.ts";
import { type Child, startChild } from "./start-child.ts";
import type { Surroundings } from "./surroundings.ts";
import { untilReady } from "./until-ready.ts";

const HOST = "127.0.0.1";
const READY_MILLISECONDS = 60_000; // a long append-only file is read first
const STOP_MILLISECONDS = 10_000;
const CUT_OFF = /Unexpected end of file reading the append only file/;

/** A Redis to use. `running` only where this process started it. */
export interface RedisInUse {
  readonly url: string;
  readonly running?: KeptRunning;
}

/**
 * The Redis of REDIS_URL where one is given and answers; else a local one on loopback that keeps every write
 * (append-only file, synced before it answers) under the data directory, so that mappings survive restarts. One that an
 * earlier start left behind on this data is used, never a second one beside it: two would ruin the file.
 */
export async function startRedis(settings: Settings, surroundings: Surroundings, note: Note): Promise<RedisInUse> {
  const { redis } = settings;
  if (redis.url !== undefined) return useGiven(redis.url, note);
  const directory = path.join(surroundings.dataDirectory, "redis");
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const portFile = path.join(directory, "port");
  const lastPort = existsSync(portFile) ? Number(readFileSync(portFile, "utf8")) : undefined;
  if (lastPort !== undefined && (await failureOfRedis(urlOf(lastPort, redis.password))) === null) {
    note(`already running on ${HOST}:${lastPort}`);
    return { url: urlOf(lastPort, redis.password) };
  }
  const program = findRedisServer(settings.environment["PATH"] ?? "", surroundings.pythonDirectory);
  await refuseOlderRedis(program, directory);
  const port = redis.port ?? (await findFreePort(HOST));
  await requireFreePort("REDIS_PORT", HOST, port);
  await writeFile(portFile, String(port));
  const start = (): Promise<Child> => startServer(program, settings, surroundings, port);
  const child = await start();
  const url = urlOf(port, redis.password);
  const isReady = async (): Promise<boolean> => (await failureOfRedis(url)) === null;
  await untilReady(child, { isReady, limitMilliseconds: READY_MILLISECONDS, abort: surroundings.abort });
  note(`on ${HOST}:${port}, data in ${directory}`);
  return { url, running: keepRunning(child, start, surroundings.say) };
}

async function useGiven(url: string, note: Note): Promise<RedisInUse> {
  const failure = await failureOfRedis(url);
  if (failure === null) {
    note(`REDIS_URL, ${redisHosts(url)}`);
    return { url };
  }
  throw new SetupError(
    `REDIS_URL: what is at ${redisHosts(url)} cannot be used (${failure}). ` +
      "Start it, correct the address or password, or leave REDIS_URL empty for a local one.",
  );
}

function startServer(
  program: string,
  settings: Settings,
  { dataDirectory }: Surroundings,
  port: number,
): Promise<Child> {
  const directory = path.join(dataDirectory, "redis");
  const configuration = [
    `bind ${HOST}`,
    `port ${port}`,
    `requirepass ${settings.redis.password}`,
    `dir "${directory}"`,
    "appendonly yes",
    "appendfsync always",
    "aof-load-truncated no", // what is missing at its end would be given again
    'save ""',
    "maxmemory-policy noeviction",
    "daemonize no",
  ];
  return startChild({
    name: "Redis",
    program,
    arguments: ["-"],
    input: `${configuration.join("\n")}\n`,
    cwd: directory,
    environment: storeEnvironment(settings),
    logFile: path.join(dataDirectory, "redis.log"),
    patience: STOP_MILLISECONDS,
    cureOf: (lastLines) => (CUT_OFF.test(lastLines) ? cureOfCutOff(directory) : undefined),
  });
}

/** Redis itself advises to repair the file, and says nothing of what that does to the numbers. */
function cureOfCutOff(directory: string): string {
  return (
    `The end of the append-only file in ${directory} is missing, and with it mappings that were given. ` +
    "Do not just repair it: their numbers would be given again. Steps: docs/store.md, 'A cut-off append-only file'."
  );
}

function urlOf(port: number, password: string): string {
  return `redis://:${encodeURIComponent(password)}@${HOST}:${port}`;
}
