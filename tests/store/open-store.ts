import { randomBytes } from "node:crypto";
import { createRedisStore, type RedisStoreOptions } from "../../masker-service/src/store/redis-store.ts";
import type { StoreEvent } from "../../masker-service/src/store/store-event.ts";
import type { Store } from "../../masker-service/src/store/store.ts";
import { formatPlaceholder } from "../../masker-service/src/token/format-placeholder.ts";

export const KEY = randomBytes(32).toString("base64");

/** For `expect.poll`: much longer than anything here takes on an idle machine. Of times recovery.ts alone asserts one. */
export const PATIENTLY = { timeout: 60_000, interval: 20 } as const;

export interface OpenStore extends Store {
  readonly events: readonly StoreEvent[];
  /** Round trips so far, by the scripts named; all if none is. */
  trips(...operations: string[]): number;
}

/** A store on `url` that records its events. Each has its own memory, as a worker has. */
export async function openStore(url: string, options: Partial<RedisStoreOptions> = {}): Promise<OpenStore> {
  const events: StoreEvent[] = [];
  const store = await createRedisStore({
    url,
    encryptionKeys: [KEY],
    ttlSeconds: 3600,
    formatPlaceholder,
    onEvent: (event) => events.push(event),
    ...options,
  });
  const trips = (...operations: string[]) =>
    events.filter(
      (event) =>
        event.event === "store_round_trip" && (operations.length === 0 || operations.includes(event.operation)),
    ).length;
  return { ...store, events, trips };
}

/** One that waits for a busy machine, where it is not the waiting that is tested. */
export async function openPatientStore(url: string, options: Partial<RedisStoreOptions> = {}): Promise<OpenStore> {
  return openStore(url, { deadlineMilliseconds: 30_000, ...options });
}

/** `count` values of one prefix that nobody else asks for. */
export function makeWanted(count: number, prefix = "ec2", stem = randomBytes(4).toString("hex")) {
  return Array.from({ length: count }, (_, index) => ({
    prefix,
    kind: `${prefix}-kind`,
    value: `i-${stem}${index.toString(16).padStart(9, "0")}`,
  }));
}
