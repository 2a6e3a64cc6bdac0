import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createClient } from "redis";
import { type Service, startService } from "./start-service.ts";

const READY_WITHIN_MS = 60_000;
const SETTINGS = "--appendonly yes --appendfsync always --aof-load-truncated no --rdbcompression no";

/** Starts a real Redis that writes all it holds to `redis/` in the directory, uncompressed, so that it can be searched. */
export async function startRedis(directory: string, port: number): Promise<Service> {
  const data = join(directory, "redis");
  await mkdir(data, { recursive: true });
  return startService({
    name: "redis-server",
    command: "redis-server",
    args: `--port ${port} --bind 127.0.0.1 ${SETTINGS}`.split(" "),
    cwd: data,
    log: join(directory, "redis.log"),
    readyWithinMs: READY_WITHIN_MS,
    whyNotReady: () => whyNoPong(port),
    env: { PATH: process.env["PATH"] ?? "" },
  });
}

/** Makes Redis write its snapshot file now. */
export async function saveRedis(port: number): Promise<void> {
  const client = await createClient({ url: `redis://127.0.0.1:${port}` }).connect();
  await client.sendCommand(["SAVE"]);
  await client.close();
}

async function whyNoPong(port: number): Promise<string | undefined> {
  const client = createClient({ url: `redis://127.0.0.1:${port}`, socket: { reconnectStrategy: false } });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.ping();
    return undefined;
  } catch (error) {
    if (error instanceof Error) return error.message;
    throw error;
  } finally {
    client.destroy();
  }
}
