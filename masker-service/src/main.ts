import { hkdfSync } from "node:crypto";
import { fileURLToPath } from "node:url";
import { createAdaptorServer, type ServerType } from "@hono/node-server";
import { createApp } from "./app.ts";
import { buildEngine } from "./build-engine.ts";
import { readConfig, type Config } from "./config.ts";
import { MaskerError } from "./errors.ts";
import { createLog, describeError, type Log } from "./log.ts";
import { createMetrics } from "./metrics.ts";
import { loadPatterns } from "./patterns/load.ts";
import { watchPatterns } from "./patterns/watch.ts";
import { createRedisStore } from "./store/redis-store.ts";
import type { StoreEvent } from "./store/store-event.ts";
import { formatPlaceholder } from "./token/format-placeholder.ts";

const BUILT_IN_PATTERNS = fileURLToPath(new URL("../patterns", import.meta.url));
/** Room for a ticket of thousands of placeholders in a header. */
const MOST_HEADER_BYTES = 1024 * 1024;
/** How long open streams may go on after a signal to stop. */
const DRAIN_MILLISECONDS = 30_000;

await main().catch((error: unknown) => {
  process.stderr.write(
    `masker: ${error instanceof MaskerError ? error.message : JSON.stringify(describeError(error))}\n`,
  );
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog(config.logLevel);
  const metrics = createMetrics();
  const directories = [BUILT_IN_PATTERNS, ...config.patternDirectories];
  const patternOptions = { directories, profile: config.profile };
  let engine = buildEngine(await loadPatterns(patternOptions));
  const watch = watchPatterns(
    patternOptions,
    (patterns) => {
      engine = buildEngine(patterns);
      log.info("patterns loaded", { event: "patterns loaded", version: patterns.version });
    },
    (error) => log.error("patterns refused", { event: "patterns refused", ...describeError(error) }),
  );
  const store = await createRedisStore({
    url: config.redisUrl,
    encryptionKeys: config.encryptionKeys,
    ttlSeconds: config.ttlSeconds,
    formatPlaceholder,
    onEvent: (event) => logStoreEvent(log, event),
  });
  const [newest, ...previous] = config.encryptionKeys;
  const ticketKeys = [deriveTicketKey(newest), ...previous.map(deriveTicketKey)] as const;
  const app = createApp({ engine: () => engine, store, ticketKeys, log, metrics }, config);
  const server = createAdaptorServer({
    fetch: app.fetch,
    // A stream is one request that lasts as long as the model writes.
    serverOptions: { maxHeaderSize: MOST_HEADER_BYTES, requestTimeout: 0, keepAliveTimeout: 75_000 },
  });
  await listen(server, config);
  log.info("listening", {
    event: "listening",
    host: config.host,
    port: config.port,
    patterns: engine.patterns.version,
  });
  await untilSignalled();
  log.info("stopping", { event: "stopping" });
  watch.close();
  await drain(server, log);
  await store.close();
}

function deriveTicketKey(encryptionKey: string): Buffer {
  return Buffer.from(hkdfSync("sha256", Buffer.from(encryptionKey, "base64"), "", "ticket", 32));
}

function logStoreEvent(log: Log, event: StoreEvent): void {
  const levels = { store_up: "info", store_lost: "error", store_unconfirmed: "warn", store_round_trip: "debug" };
  log.log(levels[event.event], { ...event, message: event.event });
}

function listen(server: ServerType, { host, port }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = error.code === "EADDRINUSE" ? `port ${port} is taken; set MASKER_PORT to a free one` : undefined;
      const cure =
        taken ?? `cannot listen on ${host}:${port} (${error.code ?? error.name}); set MASKER_HOST and MASKER_PORT`;
      reject(new MaskerError("bad_config", cure, { cause: error }));
    });
    server.listen(port, host, () => {
      resolve();
    });
  });
}

function untilSignalled(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}

/** Takes no new request, and waits for those under way. */
function drain(server: ServerType, log: Log): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(() => {
      log.warn("streams cut", { event: "streams cut", afterMilliseconds: DRAIN_MILLISECONDS });
      if ("closeAllConnections" in server) server.closeAllConnections();
    }, DRAIN_MILLISECONDS);
    server.close(() => {
      clearTimeout(late);
      resolve();
    });
    if ("closeIdleConnections" in server) server.closeIdleConnections();
  });
}
