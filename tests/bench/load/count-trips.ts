import { createClient } from "redis";

/** Calls of the store's scripts that a Redis has answered since the last time. One call is one round trip. */
export interface TripCounter {
  next(): Promise<number>;
  close(): void;
}

export async function countTrips(url: string): Promise<TripCounter> {
  const client = await createClient({ url }).connect();
  let last = 0;
  return {
    async next() {
      const calls = Number(/^cmdstat_evalsha:calls=(\d+)/m.exec(await client.info("commandstats"))?.[1] ?? 0);
      const since = calls - last;
      last = calls;
      return since;
    },
    close: () => client.destroy(),
  };
}
