import { createClient } from "redis";
import type { RedisAddress } from "./redis-url.ts";
import { withinDeadline } from "./within-deadline.ts";

const ASK_MILLISECONDS = 750;

/** One command on a connection of its own, for questions to sentinels and nodes. Strings come back as strings. */
export async function askServer(address: RedisAddress, command: readonly string[]): Promise<unknown> {
  const client = createClient({ ...address, socket: { ...address.socket, reconnectStrategy: false } });
  client.on("error", () => undefined); // it rejects what is awaited, too
  const ask = async (): Promise<unknown> => {
    await client.connect();
    return client.sendCommand(command);
  };
  try {
    return await withinDeadline(ask(), ASK_MILLISECONDS, () => undefined);
  } finally {
    client.destroy();
  }
}
