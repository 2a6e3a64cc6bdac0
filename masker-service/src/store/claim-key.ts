import { MaskerError } from "../errors.ts";
import type { Connection } from "./connection.ts";
import type { EncryptionKey } from "./encryption-key.ts";
import { CHANNEL } from "./scope-keys.ts";

/** What a worker is told on the channel when the keys noted in Redis have changed. */
export const KEYS_CHANGED = "keys";

const WHERE = "masker:{ready}:key";

/**
 * Notes in Redis that mappings are under the newest of these keys, too; rejects with MaskerError `store_down` if some are under a key
 * that is not among them: a wrong one, one taken away before `npm run keys:rotate` had nothing left to do, or a worker left behind in a
 * rotation. Masking on would give known values new numbers.
 *
 * @param keys newest first
 */
export async function claimKeys(connection: Connection, keys: readonly EncryptionKey[]): Promise<void> {
  const ids = keys.map(({ id }) => id.toString("hex"));
  const unknown = String(await connection.run("claimKey", [WHERE], [CHANNEL, "0", ...ids]));
  if (unknown === "") return;
  throw new MaskerError(
    "store_down",
    `store: the mappings in this Redis are under encryption key ${unknown}, which is not configured; add it to ` +
      `MASKER_PREVIOUS_ENCRYPTION_KEYS, or, if it is lost for good, delete ${WHERE} in Redis; see docs/store.md`,
  );
}

/** To be called when no mapping is under another key any more. */
export async function noteNewestKey(connection: Connection, newest: EncryptionKey): Promise<void> {
  await connection.run("claimKey", [WHERE], [CHANNEL, "1", newest.id.toString("hex")]);
}
