import { ErrorReply } from "redis";
import type { RedisClient } from "./redis-client.ts";

/** What makes a lone server that comes back have every write that it answered, or not come back. */
const SETTINGS = { appendfsync: "always", "aof-load-truncated": "no" } as const;

/** Whether this server is set up so that it loses no write; false where it is not, or does not tell. */
export async function keepsEveryWrite(client: RedisClient): Promise<boolean> {
  const asked = Object.entries(SETTINGS).map(async ([name, needed]) => {
    const settings: Record<string, unknown> = await client.configGet(name);
    return String(settings[name]) === needed;
  });
  try {
    return (await Promise.all(asked)).every(Boolean);
  } catch (error) {
    // A user who may not ask, or a managed server that knows no CONFIG.
    if (error instanceof ErrorReply) return false;
    throw error;
  }
}
