import { createClient } from "redis";

/** Null where Redis answers a PING; else why not, in words that hold no password. */
export async function failureOfRedis(url: string): Promise<string | null> {
  const client = createClient({ url, socket: { reconnectStrategy: false, connectTimeout: 3000 } });
  client.on("error", () => {}); // the same error rejects connect()
  try {
    await client.connect();
    await client.ping();
    return null;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return "code" in error ? String(error.code) : error.message;
  } finally {
    client.destroy();
  }
}
