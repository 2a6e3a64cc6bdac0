import { createClient, RESP_TYPES } from "redis";
import type { RedisAddress } from "./redis-url.ts";
import { scripts } from "./scripts.ts";

/** Redis that sends nothing for so long, while it is pinged, is taken for dead. */
const SILENCE_MILLISECONDS = 2000;
const PING_MILLISECONDS = 500;

export type RedisClient = ReturnType<typeof createRedisClient>;

/** A client with our scripts that never queues while offline and never reconnects by itself: connection.ts does. */
export function createRedisClient(address: RedisAddress) {
  return createClient({
    ...address,
    scripts,
    name: "masker",
    disableOfflineQueue: true,
    maintNotifications: "disabled",
    pingInterval: PING_MILLISECONDS,
    // The library's time-out for commands ends when a command is written, so connection.ts has its own.
    commandOptions: { timeout: SILENCE_MILLISECONDS, typeMapping: { [RESP_TYPES.BLOB_STRING]: Buffer } },
    socket: {
      ...address.socket,
      connectTimeout: SILENCE_MILLISECONDS,
      socketTimeout: SILENCE_MILLISECONDS,
      reconnectStrategy: false,
    },
  });
}
