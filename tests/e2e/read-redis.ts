import { createClient } from "redis";
import type { Source } from "./provider/find-leaks.ts";

/** The commands that read a key of each type whole. */
const READERS: Readonly<Record<string, (key: string) => string[]>> = {
  string: (key) => ["GET", key],
  hash: (key) => ["HGETALL", key],
  zset: (key) => ["ZRANGE", key, "0", "-1"],
  set: (key) => ["SMEMBERS", key],
  list: (key) => ["LRANGE", key, "0", "-1"],
};

/** Every key of a running Redis and what it holds, as the server hands it out. */
export async function readRedis(url: string): Promise<readonly Source[]> {
  const client = await createClient({ url, RESP: 2 }).connect();
  const raw = client.withTypeMapping({ [36]: Buffer });
  const sources: Source[] = [];
  try {
    for await (const keys of client.scanIterator({ COUNT: 1000 })) {
      for (const key of keys) {
        const command = READERS[await client.type(key)]?.(key);
        if (command === undefined) throw new Error(`a key of Redis has a type that no reader knows`);
        const value: unknown = await raw.sendCommand(command);
        sources.push({
          name: `Redis key ${key}`,
          bytes: Buffer.concat([Buffer.from(`${key}\n`), ...buffersIn(value)]),
        });
      }
    }
    return sources;
  } finally {
    client.destroy();
  }
}

function buffersIn(value: unknown): readonly Buffer[] {
  if (Buffer.isBuffer(value)) return [value, Buffer.from("\n")];
  return Array.isArray(value) ? value.flatMap(buffersIn) : [];
}
