import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createAudit } from "../../masker-service/src/audit.ts";
import { createApp } from "../../masker-service/src/app.ts";
import { buildEngine } from "../../masker-service/src/build-engine.ts";
import { createHeavyPool } from "../../masker-service/src/heavy/pool.ts";
import type { NamedKey } from "../../masker-service/src/http/caller.ts";
import type { Limits } from "../../masker-service/src/limits.ts";
import { createLog } from "../../masker-service/src/log.ts";
import { createMetrics } from "../../masker-service/src/metrics.ts";
import { loadPatterns } from "../../masker-service/src/patterns/load.ts";
import type { Policy, PolicyField } from "../../masker-service/src/policy/policy.ts";
import { createRedisStore } from "../../masker-service/src/store/redis-store.ts";
import { formatPlaceholder } from "../../masker-service/src/token/format-placeholder.ts";
import { traceStore } from "../../masker-service/src/tracing/trace-store.ts";
import type { Tracing } from "../../masker-service/src/tracing/tracing.ts";
import { recordLog } from "./record-log.ts";
import { type RedisServer, startRedis } from "../store/redis-server.ts";

const PATTERNS = fileURLToPath(new URL("../../masker-service/patterns", import.meta.url));

const newKey = (): string => randomBytes(32).toString("base64url");

/** An admin's: with it tests may ask for any scope. */
export const API_KEY = newKey();
/** One key of each role, named after it, and `other`, which may unmask too. */
const KEYS: readonly NamedKey[] = [
  { name: "gateway", role: "gateway", key: newKey() },
  { name: "admin", role: "admin", key: API_KEY },
  { name: "mask", role: "mask", key: newKey() },
  { name: "unmask", role: "unmask", key: newKey() },
  { name: "other", role: "unmask", key: newKey() },
  { name: "metrics", role: "metrics", key: newKey() },
];
const DEFAULTS: Policy = { profile: "default", audit: false, images: "allow", guard: "warn" };

const LIMITS: Limits = {
  atOnce: 64,
  waiting: 512,
  streams: 64,
  perMinute: 0,
  bodySeconds: 30,
  strings: 500_000,
  depth: 1000,
  matches: 200_000,
};

export function bearerOf(name: string): { readonly authorization: string } {
  return { authorization: `Bearer ${KEYS.find((one) => one.name === name)?.key}` };
}

export interface AppOptions {
  readonly bodyLimitBytes?: number;
  readonly limits?: Partial<Limits>;
  readonly tracing?: Tracing;
  /** A Redis, and the key of what is in it, that another app has, too. */
  readonly shared?: {
    readonly redis: RedisServer;
    readonly encryptionKey: string;
    readonly previousKeys?: readonly string[];
  };
  /** Over the defaults: profile default, audit off, images allowed, guard warns. */
  readonly policy?: Partial<Policy>;
  readonly minimum?: readonly PolicyField[];
}

/** The masker's app on a Redis of its own, without a port. `post` sends JSON with the admin's key. */
export async function startApp({
  bodyLimitBytes = 1_000_000,
  limits = {},
  shared,
  tracing,
  ...choice
}: AppOptions = {}) {
  const allLimits = { ...LIMITS, ...limits };
  const redis = shared?.redis ?? (await startRedis());
  const encryptionKey = shared?.encryptionKey ?? randomBytes(32).toString("base64");
  const auditFile = join(redis.directory, `audit-${randomBytes(4).toString("hex")}.log`);
  const policy = { defaults: { ...DEFAULTS, ...choice.policy }, minimum: new Set(choice.minimum) };
  // Before the store, as in main: reading all patterns keeps the process from hearing Redis in time.
  const engine = buildEngine(await loadPatterns({ directories: [PATTERNS] }), allLimits.matches);
  const store = await createRedisStore({
    url: redis.url,
    encryptionKeys: [encryptionKey, ...(shared?.previousKeys ?? [])],
    ttlSeconds: 3600,
    formatPlaceholder,
  });
  // As a balancer asks: then Redis holds what it holds before any mapping. What is wrong, requests tell.
  await store.ready().catch(() => undefined);
  const log = createLog("info");
  // What is recorded need not be on the screen, too.
  for (const transport of log.transports) transport.silent = true;
  const lines = recordLog(log);
  const metrics = createMetrics();
  const ticketKey = randomBytes(32);
  const threads = { patterns: { directories: [PATTERNS] }, limits: allLimits, ticketKey };
  const heavy = createHeavyPool(threads, store, () => engine.patterns.version);
  const audit = await createAudit(auditFile, log);
  const seen = tracing === undefined ? store : traceStore(store, tracing);
  const app = createApp(
    {
      engine: () => engine,
      policy,
      store: seen,
      tracing,
      maskHeavy: heavy.mask,
      ticketKeys: [ticketKey],
      log,
      audit,
      metrics,
    },
    { keys: KEYS, bodyLimitBytes, limits: allLimits },
  );
  const authorization = `Bearer ${API_KEY}`;
  return {
    app,
    authorization,
    redis,
    lines,
    shared: { redis, encryptionKey },
    /** The entries of the audit log so far. */
    audited: async () => {
      const text = await readFile(auditFile, "utf8");
      return text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as Record<string, unknown>]));
    },
    post: (path: string, body: string | object, headers: Record<string, string> = {}) =>
      app.request(path, {
        method: "POST",
        headers: { authorization, "content-type": "application/json", ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
    get: (path: string) => app.request(path, { headers: { authorization } }),
    /** Puts a directory where the audit log is; returns what undoes it. */
    async blockAudit() {
      await rename(auditFile, `${auditFile}.kept`);
      await mkdir(auditFile);
      return async () => {
        await rmdir(auditFile);
        await rename(`${auditFile}.kept`, auditFile);
      };
    },
    async stop() {
      heavy.close();
      await store.close();
      if (shared === undefined) await redis.stop();
    },
  };
}
