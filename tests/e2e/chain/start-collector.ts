import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import type { Source } from "../provider/find-leaks.ts";

/** Takes what a program sends to a collector of OpenTelemetry, or to any webhook, and keeps it as it came. */
export interface Collector {
  readonly url: string;
  readonly received: readonly Source[];
  /** Resolves once there is something; rejects where nothing comes in time. */
  hasReceived(withinMs: number): Promise<void>;
  stop(): Promise<void>;
}

export async function startCollector(): Promise<Collector> {
  const received: Source[] = [];
  const server = createServer((request, response) => {
    void buffer(request).then((bytes) => {
      received.push({ name: `${request.url ?? ""} ${received.length + 1}`, bytes });
      response.setHeader("content-type", "application/json").end("{}");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    async hasReceived(withinMs) {
      const end = performance.now() + withinMs;
      while (received.length === 0) {
        if (performance.now() > end) throw new Error(`no traces came within ${withinMs} ms`);
        await sleep(50);
      }
    },
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
