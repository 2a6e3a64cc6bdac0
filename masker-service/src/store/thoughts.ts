import { createHmac, createSecretKey, hkdfSync, type KeyObject } from "node:crypto";
import type { Connection } from "./connection.ts";
import type { EncryptionKey } from "./encryption-key.ts";
import type { Store } from "./store.ts";

const HASH_BYTES = 16;

/**
 * Which texts were thought by models behind this gateway: a key of each in Redis, named by a keyed hash of its digest, with a
 * sliding life. Of no scope, since it says nothing of a value, and who goes on under another key has the same conversation.
 */
export function createThoughtStore(
  connection: Connection,
  keys: readonly EncryptionKey[],
  ttlMilliseconds: number,
): Pick<Store, "noteThoughts" | "knowsThoughts"> {
  const secrets = keys.map(({ secret }) =>
    createSecretKey(Buffer.from(hkdfSync("sha256", secret, "", "masker thought", 32))),
  );
  const run = (key: string, isNote: boolean): Promise<unknown> =>
    connection.run("thought", [key], [ttlMilliseconds.toString(), isNote ? "1" : "0"]);

  /** Under any of the keys, one after the other: nearly always the first has it. */
  const knows = async (digest: string): Promise<boolean> => {
    for (const secret of secrets) if ((await run(keyOf(secret, digest), false)) === 1) return true;
    return false;
  };

  return {
    noteThoughts: async (digests) => {
      const [newest] = secrets;
      if (newest === undefined) return;
      await Promise.all(digests.map((digest) => run(keyOf(newest, digest), true)));
    },
    knowsThoughts: async (digests) => (await Promise.all(digests.map(knows))).every(Boolean),
  };
}

function keyOf(secret: KeyObject, digest: string): string {
  const hash = createHmac("sha256", secret).update(digest).digest().subarray(0, HASH_BYTES);
  return `masker:thought:${hash.toString("base64url")}`;
}
