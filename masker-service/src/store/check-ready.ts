import { checkServer } from "./check-server.ts";
import type { Connection } from "./connection.ts";
import { CHANNEL, scopeKeys } from "./scope-keys.ts";

/** `Store.ready`: does in scopes that nobody has what the scripts do, and looks at how each master is set up. */
export async function checkReady(connection: Connection): Promise<void> {
  for (const info of await connection.infos()) checkServer(info);
  for (const tag of connection.probeTags()) {
    const { hashes, counters, names, originals } = scopeKeys(tag);
    await connection.run("probe", [hashes, counters, names, originals], [CHANNEL]);
  }
}
