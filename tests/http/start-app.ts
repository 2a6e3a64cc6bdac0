import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { createApp } from "../../masker-service/src/app.ts";
import { buildEngine } from "../../masker-service/src/build-engine.ts";
import { createLog } from "../../masker-service/src/log.ts";
import { createMetrics } from "../../masker-service/src/metrics.ts";
import { loadPatterns } from "../../masker-service/src/patterns/load.ts";
import { createRedisStore } from "../../masker-service/src/store/redis-store.ts";
import { formatPlaceholder } from "../../masker-service/src/token/format-placeholder.ts";
import { startRedis } from "../store/redis-server.ts";

const PATTERNS = fileURLToPath(new URL("../../masker-service/patterns", import.meta.url));

export const API_KEY = randomBytes(32).toString("base64url");

/** The masker's app on a Redis of its own, without a port. `post` sends JSON with the key. */
export async function startApp({ bodyLimitBytes = 1_000_000 } = {}) {
  const redis = await startRedis();
  const store = await createRedisStore({
    url: redis.url,
    encryptionKeys: [randomBytes(32).toString("base64")],
    ttlSeconds: 3600,
    formatPlaceholder,
  });
  const log = createLog("error");
  const lines: string[] = [];
  log.stream().on("log", (entry: unknown) => lines.push(JSON.stringify(entry)));
  const engine = buildEngine(await loadPatterns({ directories: [PATTERNS] }));
  const metrics = createMetrics();
  const app = createApp(
    { engine: () => engine, store, ticketKeys: [randomBytes(32)], log, metrics },
    { apiKey: API_KEY, bodyLimitBytes },
  );
  const authorization = `Bearer ${API_KEY}`;
  return {
    app,
    redis,
    lines,
    post: (path: string, body: string | object, headers: Record<string, string> = {}) =>
      app.request(path, {
        method: "POST",
        headers: { authorization, "content-type": "application/json", ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
    get: (path: string) => app.request(path, { headers: { authorization } }),
    async stop() {
      await store.close();
      await redis.stop();
    },
  };
}
