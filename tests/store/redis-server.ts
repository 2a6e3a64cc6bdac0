import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createClient } from "redis";
import { freePort } from "../e2e/chain/free-port.ts";
import { findRedisServer } from "../../scripts/start/find-redis-server.ts";

const PYTHON = fileURLToPath(new URL("../../.venv", import.meta.url));
const START_MILLISECONDS = 60_000;

export interface RedisOptions {
  /** Further settings, as on redis-server's command line: `{ maxmemory: "4mb" }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** "cluster" and "sentinel" are modes of the same binary. */
  readonly sentinel?: string;
  readonly port?: number;
  /** Another redis-server than the one on PATH. */
  readonly program?: string;
  /** Over this process's own environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Where it keeps its files; a new one where it is not given, gone after `stop`. */
  readonly directory?: string;
  /** Gives it a disk of its own of so many megabytes, seen at `disk`. Needs the right to mount. */
  readonly diskMegabytes?: number;
}

export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** Its working directory: RDB and AOF files. Gone after `stop`. */
  readonly directory: string;
  /** The way in to `directory` from outside, where it has a disk of its own. */
  disk(): string;
  /** One command; the answer as redis-cli would get it. Strings come back as strings. */
  cli(...command: string[]): Promise<unknown>;
  isRunning(): boolean;
  /** SIGSTOP: connections stay open, nothing is answered. */
  pause(): void;
  resume(): void;
  /** SIGKILL; data stays on disk. Resolves when the process is gone. */
  kill(): Promise<void>;
  /** Starts it again, on the same port and directory, after `kill`. */
  restart(): Promise<void>;
  /** Ends it and removes its directory. */
  stop(): Promise<void>;
}

/** Starts a real Redis on a free loopback port, in a directory of its own, with an append-only file as ours have: always synced, and refused where its end is lost. */
export async function startRedis(options: RedisOptions = {}): Promise<RedisServer> {
  const binary = options.program ?? findRedisServer(process.env["PATH"] ?? "", PYTHON);
  const port = options.port ?? (await freePort());
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), "masker-redis-")));
  const settings = {
    appendonly: "yes",
    appendfsync: "always",
    "aof-load-truncated": "no",
    save: "",
    ...options.settings,
  };
  const args = options.sentinel === undefined ? [] : [options.sentinel, "--sentinel"];
  args.push("--port", `${port}`, "--bind", "127.0.0.1", "--dir", directory);
  if (options.sentinel === undefined)
    args.push(...Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]));
  const password = settings["requirepass" as keyof typeof settings];
  const url = `redis://${password === undefined ? "" : `:${encodeURIComponent(password)}@`}127.0.0.1:${port}`;

  let server: ChildProcess | undefined;
  const start = async () => {
    const [program = binary, ...programArgs] = onOwnDisk(options.diskMegabytes, directory, [binary, ...args]);
    server = spawn(program, programArgs, { stdio: "ignore", env: { ...process.env, ...options.environment } });
    await untilAnswering(url, server);
  };
  const kill = async () => {
    const dying = server;
    server = undefined;
    if (dying === undefined || dying.exitCode !== null || dying.signalCode !== null) return;
    const gone = new Promise((resolve) => dying.once("exit", resolve));
    dying.kill("SIGKILL");
    await gone;
  };
  const cli = async (...command: string[]) => {
    const client = createClient({ url, socket: { reconnectStrategy: false } });
    client.on("error", () => undefined);
    try {
      await client.connect();
      return await client.sendCommand(command);
    } finally {
      client.destroy();
    }
  };

  await start();
  return {
    url,
    port,
    directory,
    disk: () => `/proc/${server?.pid}/root${directory}`,
    cli,
    isRunning: () => server !== undefined && server.exitCode === null && server.signalCode === null,
    pause: () => void server?.kill("SIGSTOP"),
    resume: () => void server?.kill("SIGCONT"),
    kill,
    restart: start,
    stop: async () => {
      await kill();
      if (options.directory === undefined) await rm(directory, { recursive: true, force: true });
    },
  };
}

/** The command, with a tmpfs over its directory that only it sees. `unshare` and `sh` hand over to it, so its pid stays. */
function onOwnDisk(megabytes: number | undefined, directory: string, command: readonly string[]): readonly string[] {
  if (megabytes === undefined) return command;
  const mount = `mount -t tmpfs -o size=${megabytes}m tmpfs ${directory} && exec "$@"`;
  return ["unshare", "--mount", "--map-root-user", "sh", "-c", mount, "sh", ...command];
}

async function untilAnswering(url: string, server: ChildProcess): Promise<void> {
  const end = performance.now() + START_MILLISECONDS;
  while (performance.now() < end && server.exitCode === null) {
    const client = createClient({ url, socket: { reconnectStrategy: false } });
    client.on("error", () => undefined);
    try {
      await client.connect();
      await client.ping();
      return;
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      await sleep(20);
    } finally {
      client.destroy();
    }
  }
  throw new Error(`redis-server did not answer within ${START_MILLISECONDS} ms, or ended (${server.exitCode})`);
}
