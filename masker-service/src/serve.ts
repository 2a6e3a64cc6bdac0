import cluster from "node:cluster";
import { hkdfSync } from "node:crypto";
import { fileURLToPath } from "node:url";
import { createAdaptorServer, type ServerType } from "@hono/node-server";
import { createAudit } from "./audit.ts";
import { createApp } from "./app.ts";
import { buildEngine } from "./build-engine.ts";
import type { Config } from "./config.ts";
import { MaskerError } from "./errors.ts";
import { freeMemoryWhenIdle } from "./free-memory.ts";
import { createHeavyPool } from "./heavy/pool.ts";
import { COUNTED_MESSAGES } from "./http/counted-messages.ts";
import { createLog, describeError, type Log } from "./log.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { loadPatterns } from "./patterns/load.ts";
import { watchPatterns } from "./patterns/watch.ts";
import { createRedisStore } from "./store/redis-store.ts";
import type { StoreEvent } from "./store/store-event.ts";
import { formatPlaceholder } from "./token/format-placeholder.ts";
import { traceStore } from "./tracing/trace-store.ts";
import type { Tracing } from "./tracing/tracing.ts";
import { shareMetrics } from "./workers/share-metrics.ts";

const BUILT_IN_PATTERNS = fileURLToPath(new URL("../patterns", import.meta.url));
/** Room for a ticket of thousands of placeholders in a header. */
const MOST_HEADER_BYTES = 1024 * 1024;
const HEADERS_MILLISECONDS = 10_000;
const IDLE_CHECK_MILLISECONDS = 100;

/**
 * Serves until `stopped` resolves, then takes no new request and waits for those under way. Throws MaskerError where the patterns
 * cannot be read or the address cannot be had.
 */
export async function serve(config: Config, log: Log, stopped: Promise<void>): Promise<void> {
  // Whatever LOG_LEVEL says, what must be on record is.
  const audit = await createAudit(config.auditFile, createLog("info"));
  const metrics = createMetrics();
  if (cluster.isWorker) metrics.text = shareMetrics(metrics.registry);
  const patternOptions = {
    ...config.patterns,
    directories: [BUILT_IN_PATTERNS, ...config.patterns.directories],
  };
  let engine = buildEngine(await loadPatterns(patternOptions), config.limits.matches);
  let renewThreads = (): void => undefined;
  const watch = watchPatterns(
    patternOptions,
    (patterns) => {
      engine = buildEngine(patterns, config.limits.matches);
      renewThreads();
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
  const threadSettings = { patterns: patternOptions, limits: config.limits, ticketKey: ticketKeys[0] };
  const heavy = createHeavyPool(threadSettings, store, () => engine.patterns.version);
  renewThreads = () => heavy.renew();
  const tracing = config.traces && (await openTraces(config.traces));
  const parts = {
    engine: () => engine,
    policy: config.policy,
    store: tracing === undefined ? store : traceStore(store, tracing),
    tracing,
    maskHeavy: heavy.mask,
    ticketKeys,
    log,
    audit,
    metrics,
  };
  const app = createApp(parts, config);
  const server = createAdaptorServer({
    fetch: app.fetch,
    // A stream is one request that lasts as long as the model writes.
    serverOptions: {
      ...COUNTED_MESSAGES,
      maxHeaderSize: MOST_HEADER_BYTES,
      requestTimeout: 0,
      keepAliveTimeout: 75_000,
      headersTimeout: HEADERS_MILLISECONDS,
      // How often it is looked for connections that are late with their headers.
      connectionsCheckingInterval: HEADERS_MILLISECONDS / 2,
    },
  });
  await listen(server, config);
  warnOfAuditMode(config, log, metrics);
  log.info("listening", {
    event: "listening",
    pid: process.pid,
    host: config.host,
    port: config.port,
    patterns: engine.patterns.version,
  });
  freeMemoryWhenIdle();
  await stopped;
  log.info("stopping", { event: "stopping" });
  watch.close();
  await drain(server, log, config.drainSeconds);
  heavy.close();
  await store.close();
  await tracing?.close();
}

/** The SDK is loaded by whom it is asked of, and nobody else. */
async function openTraces({ endpoint, serviceName }: NonNullable<Config["traces"]>): Promise<Tracing> {
  const { openTracing } = await import("./tracing/open-tracing.ts");
  return openTracing(endpoint, serviceName);
}

function deriveTicketKey(encryptionKey: string): Buffer {
  return Buffer.from(hkdfSync("sha256", Buffer.from(encryptionKey, "base64"), "", "ticket", 32));
}

/** Audit mode lets originals through, which is to be seen wherever an operator looks. */
function warnOfAuditMode({ policy }: Config, log: Log, metrics: Metrics): void {
  metrics.auditMode.set(policy.defaults.audit ? 1 : 0);
  if (!policy.defaults.audit) return;
  const message = "MASKER_AUDIT_MODE is on: NOTHING IS MASKED, only reported; set it to off to protect";
  log.warn(message, { event: "audit mode" });
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

/** Takes no new request, and waits for those under way, so many seconds at most. */
function drain(server: ServerType, log: Log, seconds: number): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(() => {
      log.warn("streams cut", { event: "streams cut", afterSeconds: seconds });
      if ("closeAllConnections" in server) server.closeAllConnections();
    }, seconds * 1000);
    // A connection kept alive after its last answer would hold the process for as long as the client likes.
    const idle = setInterval(() => {
      if ("closeIdleConnections" in server) server.closeIdleConnections();
    }, IDLE_CHECK_MILLISECONDS);
    server.close(() => {
      clearTimeout(late);
      clearInterval(idle);
      resolve();
    });
  });
}
