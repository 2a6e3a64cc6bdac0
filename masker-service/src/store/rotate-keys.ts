import { MaskerError } from "../errors.ts";
import { noteNewestKey } from "./claim-key.ts";
import type { Connection, ConnectionListeners } from "./connection.ts";
import { openConnection } from "./open-connection.ts";
import { parseEncryptionKey } from "./encryption-key.ts";
import { createScopeCipher, type ScopeCipher } from "./scope-cipher.ts";
import { scopeKeys } from "./scope-keys.ts";
import { readScriptReply } from "./script-reply.ts";
import type { ScriptArgument } from "./scripts.ts";

export interface Rotation {
  readonly scopes: number;
  readonly mappings: number;
  /** Put under the newest key now. */
  readonly rotated: number;
  /** Under a key that is not among those given, or damaged: they keep their number only under that key. */
  readonly unreadable: number;
}

/** Nobody waits for an answer here, and a busy Redis is no reason to stop half-way. */
const PATIENT_MILLISECONDS = 30_000;

const SILENT: ConnectionListeners = {
  up: () => undefined,
  lost: () => undefined,
  message: () => undefined,
  unconfirmed: () => undefined,
  answered: () => undefined,
};

/**
 * Puts every mapping under the newest key: hash, digest and original, expired or not, each keeping its number. Workers
 * may go on meanwhile, if all know the newest key. Run it until `rotated` is 0; then the older keys can go.
 */
export async function rotateKeys(options: {
  readonly url: string;
  /** Newest first. */
  readonly encryptionKeys: readonly string[];
  readonly onScope?: (so: Rotation) => void;
}): Promise<Rotation> {
  const keys = options.encryptionKeys.map(parseEncryptionKey);
  const connection = openConnection(options.url, SILENT, PATIENT_MILLISECONDS);
  await connection.attempted;
  try {
    let so: Rotation = { scopes: 0, mappings: 0, rotated: 0, unreadable: 0 };
    for await (const key of connection.scan("masker:{*}:hashes")) {
      const tag = /\{(.*)\}/.exec(key)?.[1] ?? "";
      const { mappings, rotated, unreadable } = await rotateScope(connection, tag, createScopeCipher(keys, tag));
      so = {
        scopes: so.scopes + 1,
        mappings: so.mappings + mappings,
        rotated: so.rotated + rotated,
        unreadable: so.unreadable + unreadable,
      };
      options.onScope?.(so);
    }
    const [newest] = keys;
    if (so.unreadable === 0 && newest !== undefined) await noteNewestKey(connection, newest);
    return so;
  } finally {
    connection.close();
  }
}

async function rotateScope(
  connection: Connection,
  tag: string,
  cipher: ScopeCipher,
): Promise<Omit<Rotation, "scopes">> {
  const { hashes, originals } = scopeKeys(tag);
  const counted = { mappings: 0, rotated: 0, unreadable: 0 };
  let cursor = "0";
  do {
    const reply = readScriptReply("page", await connection.run("page", [hashes], [originals, cursor]));
    cursor = reply.text();
    const changes: ScriptArgument[] = [];
    while (!reply.done) {
      const [hash, mapping, original] = [reply.bytes(), reply.bytes(), reply.bytesOrNull()];
      counted.mappings++;
      try {
        changes.push(...rehash(cipher, hash, mapping, original));
      } catch (error) {
        if (!(error instanceof MaskerError)) throw error;
        counted.unreadable++;
      }
    }
    if (changes.length > 0)
      counted.rotated += Number(await connection.run("rehash", [hashes], [originals, ...changes]));
  } while (cursor !== "0");
  return counted;
}

/** The six arguments of rehash.lua, none for a mapping that is under the newest key. */
function rehash(cipher: ScopeCipher, hash: Buffer, mapping: Buffer, original: Buffer | null): ScriptArgument[] {
  const end = mapping.indexOf("|") + 1;
  const sealedDigest = mapping.subarray(end);
  if (cipher.isNewest(sealedDigest)) return [];
  const digest = cipher.openDigest(sealedDigest, hash);
  const [newHash] = cipher.hashes(digest);
  if (newHash === undefined) return [];
  const prefix = mapping.toString("utf8", 0, mapping.indexOf(":"));
  const newMapping = Buffer.concat([mapping.subarray(0, end), cipher.sealDigest(digest, newHash)]);
  const newOriginal =
    original === null ? "" : cipher.sealOriginal(prefix, cipher.openOriginal(prefix, original), newHash);
  return [hash, mapping, original ?? "", newHash, newMapping, newOriginal];
}
