import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { buildEngine } from "../../masker-service/src/build-engine.ts";
import { spliceText } from "../../masker-service/src/body/splice-strings.ts";
import { maskBody } from "../../masker-service/src/mask/mask-body.ts";
import { loadPatterns } from "../../masker-service/src/patterns/load.ts";
import { createRedisStore } from "../../masker-service/src/store/redis-store.ts";
import type { Store } from "../../masker-service/src/store/store.ts";
import type { Recogniser } from "../../masker-service/src/token/recogniser.ts";
import { formatPlaceholder } from "../../masker-service/src/token/format-placeholder.ts";
import { type RedisServer, startRedis } from "../store/redis-server.ts";

const PATTERNS = fileURLToPath(new URL("../../masker-service/patterns", import.meta.url));
const TTL_SECONDS = 3600;

export interface Masked {
  readonly body: string;
  readonly originals: ReadonlyMap<string, string>;
}

export interface Masking {
  readonly recogniser: Recogniser;
  readonly store: Store;
  readonly redis: RedisServer;
  /** Masks a body as a request of the scope; `originals` are those of its ticket. */
  mask(scope: string, json: string): Promise<Masked>;
  /** Another masker with the same key on the same Redis, as another worker is, or this one after a restart. */
  another(ttlSeconds?: number): Promise<Masking>;
  /** Its own connection; the first ends Redis, too. */
  stop(): Promise<void>;
}

/** The masker without its HTTP: the built-in patterns on a Redis of its own. */
export async function startMasking(): Promise<Masking> {
  const redis = await startRedis();
  const masking = await connect(redis, randomBytes(32).toString("base64"), TTL_SECONDS);
  const stop = async (): Promise<void> => {
    await masking.stop();
    await redis.stop();
  };
  return { ...masking, stop };
}

async function connect(redis: RedisServer, encryptionKey: string, ttlSeconds: number): Promise<Masking> {
  const store = await createRedisStore({
    url: redis.url,
    encryptionKeys: [encryptionKey],
    ttlSeconds,
    formatPlaceholder,
  });
  const { maskTextsOf, recogniser } = buildEngine(await loadPatterns({ directories: [PATTERNS] }));
  const maskTexts = maskTextsOf("default");
  return {
    recogniser,
    store,
    redis,
    async mask(scope, json) {
      const { changes, placeholders } = await maskBody(maskTexts, scope, json, store);
      return { body: spliceText(json, changes), originals: await store.reveal(scope, placeholders) };
    },
    another: (ttl = TTL_SECONDS) => connect(redis, encryptionKey, ttl),
    stop: () => store.close(),
  };
}
