import { claimKeys } from "./claim-key.ts";
import { checkServer } from "./check-server.ts";
import type { Connection } from "./connection.ts";
import type { EncryptionKey } from "./encryption-key.ts";
import { CHANNEL, scopeKeys } from "./scope-keys.ts";

/** `Store.ready`: does in scopes that nobody has what the scripts do, looks at how each master is set up, and whether `keys` has every key that mappings are under. */
export async function checkReady(connection: Connection, keys: readonly EncryptionKey[] = []): Promise<void> {
  for (const info of await connection.infos()) checkServer(info);
  for (const tag of connection.probeTags()) {
    const { hashes, counters, names, originals } = scopeKeys(tag);
    await connection.run("probe", [hashes, counters, names, originals], [CHANNEL]);
  }
  if (keys.length > 0) await claimKeys(connection, keys);
}
