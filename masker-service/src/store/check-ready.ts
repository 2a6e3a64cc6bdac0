import { checkServer } from "./check-server.ts";
import type { Connection } from "./connection.ts";
import { CHANNEL, scopeKeys } from "./scope-keys.ts";

const PROBE = scopeKeys("ready");

/** `Store.ready`: does in a scope that nobody has what the scripts do, and looks at how Redis is set up. */
export async function checkReady(connection: Connection): Promise<void> {
  const { hashes, counters, names, originals } = PROBE;
  const down = connection.down(hashes);
  if (down !== undefined) throw down;
  for (const info of await connection.infos()) checkServer(info);
  await connection.run("probe", [hashes, counters, names, originals], [CHANNEL]);
}
