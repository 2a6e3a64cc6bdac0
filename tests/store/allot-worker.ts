import type { Wanted } from "../../masker-service/src/store/store.ts";
import { allotWithRetries } from "./allot-with-retries.ts";
import { openPatientStore } from "./open-store.ts";

/** One worker process: `process.argv` holds the URL and a key; each message is one set of requests made at once. */
export interface AllotRequest {
  readonly scope: string;
  readonly wanted: readonly Wanted[];
}

const [url = "", key = ""] = process.argv.slice(2);
const store = await openPatientStore(url, { encryptionKeys: [key] });

process.on("message", (requests: readonly AllotRequest[]) => {
  void Promise.all(requests.map(({ scope, wanted }) => allotWithRetries(store, scope, wanted))).then((answers) =>
    process.send?.(answers),
  );
});
process.send?.("ready");
