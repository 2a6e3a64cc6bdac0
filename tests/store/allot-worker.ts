import { formatPlaceholder } from "../../masker-service/src/token/format-placeholder.ts";
import { createRedisStore } from "../../masker-service/src/store/redis-store.ts";
import type { Wanted } from "../../masker-service/src/store/store.ts";

/** One worker process: `process.argv` holds the URL and a key; each message is one set of requests made at once. */
export interface AllotRequest {
  readonly scope: string;
  readonly wanted: readonly Wanted[];
}

const [url = "", key = ""] = process.argv.slice(2);
const store = await createRedisStore({ url, encryptionKeys: [key], ttlSeconds: 3600, formatPlaceholder });

process.on("message", (requests: readonly AllotRequest[]) => {
  void Promise.all(requests.map(async ({ scope, wanted }) => store.allot(scope, wanted))).then((answers) =>
    process.send?.(answers),
  );
});
process.send?.("ready");
