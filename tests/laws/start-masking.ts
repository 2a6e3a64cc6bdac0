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
import { startRedis } from "../store/redis-server.ts";

const PATTERNS = fileURLToPath(new URL("../../masker-service/patterns", import.meta.url));

export interface Masked {
  readonly body: string;
  readonly originals: ReadonlyMap<string, string>;
}

export interface Masking {
  readonly recogniser: Recogniser;
  readonly store: Store;
  /** Masks a body as a request of the scope; `originals` are those of its ticket. */
  mask(scope: string, json: string): Promise<Masked>;
  stop(): Promise<void>;
}

/** The masker without its HTTP: the built-in patterns on a Redis of its own. */
export async function startMasking(): Promise<Masking> {
  const redis = await startRedis();
  const encryptionKeys: [string] = [randomBytes(32).toString("base64")];
  const store = await createRedisStore({ url: redis.url, encryptionKeys, ttlSeconds: 3600, formatPlaceholder });
  const { maskTextsOf, recogniser } = buildEngine(await loadPatterns({ directories: [PATTERNS] }));
  const maskTexts = maskTextsOf("default");
  return {
    recogniser,
    store,
    async mask(scope, json) {
      const { changes, placeholders } = await maskBody(maskTexts, scope, json, store);
      return { body: spliceText(json, changes), originals: await store.reveal(scope, placeholders) };
    },
    async stop() {
      await store.close();
      await redis.stop();
    },
  };
}
