import { MaskerError } from "../errors.ts";
import type { Connection } from "./connection.ts";
import type { EncryptionKey } from "./encryption-key.ts";

const WHERE = "masker:{ready}:key";

/**
 * Rejects with MaskerError `store_down` if the mappings in Redis are under none of these keys: a wrong one, or one that was taken away
 * before `npm run keys:rotate` had nothing left to do. Masking would go on, and give known values new numbers.
 *
 * @param keys newest first; it is noted where there was none
 */
export async function requireKnownKey(connection: Connection, keys: readonly EncryptionKey[]): Promise<void> {
  const ids = keys.map(({ id }) => id.toString("hex"));
  const known = String(await connection.run("claimKey", [WHERE], [ids[0] ?? "", "0"]));
  if (ids.includes(known)) return;
  throw new MaskerError(
    "store_down",
    `store: the mappings in this Redis are under encryption key ${known}, which is not configured; add it to ` +
      `MASKER_PREVIOUS_ENCRYPTION_KEYS, or, if it is lost for good, delete ${WHERE} in Redis; see docs/store.md`,
  );
}

/** To be called when no mapping is under another key any more. */
export async function noteNewestKey(connection: Connection, newest: EncryptionKey): Promise<void> {
  await connection.run("claimKey", [WHERE], [newest.id.toString("hex"), "1"]);
}
