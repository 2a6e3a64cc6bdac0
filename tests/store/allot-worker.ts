import { setTimeout as sleep } from "node:timers/promises";
import { MaskerError } from "../../masker-service/src/errors.ts";
import { formatPlaceholder } from "../../masker-service/src/token/format-placeholder.ts";
import { createRedisStore } from "../../masker-service/src/store/redis-store.ts";
import type { Wanted } from "../../masker-service/src/store/store.ts";

/** As clients do, since a busy machine may answer too late. */
const MOST_TRIES = 20;

/** One worker process: `process.argv` holds the URL and a key; each message is one set of requests made at once. */
export interface AllotRequest {
  readonly scope: string;
  readonly wanted: readonly Wanted[];
}

const [url = "", key = ""] = process.argv.slice(2);
const store = await createRedisStore({ url, encryptionKeys: [key], ttlSeconds: 3600, formatPlaceholder });

process.on("message", (requests: readonly AllotRequest[]) => {
  void Promise.all(requests.map((request) => allot(request))).then((answers) => process.send?.(answers));
});
process.send?.("ready");

async function allot(request: AllotRequest, tries = 1): Promise<readonly string[]> {
  try {
    return await store.allot(request.scope, request.wanted);
  } catch (error) {
    if (!(error instanceof MaskerError) || error.code !== "store_down" || tries >= MOST_TRIES) throw error;
    await sleep(100);
    return allot(request, tries + 1);
  }
}
