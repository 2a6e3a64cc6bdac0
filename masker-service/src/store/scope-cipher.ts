import { createHmac, createSecretKey, hash as hashOnce, hkdfSync, type KeyObject } from "node:crypto";
import { MaskerError } from "../errors.ts";
import type { EncryptionKey } from "./encryption-key.ts";
import { openBytes, sealBytes } from "./seal-bytes.ts";
import { bytesToText, textToBytes } from "./text-bytes.ts";

const HASH_BYTES = 16;
const ID_BYTES = 4;

/** An original as it is kept: its kind goes with it, since learned names need it back. */
export interface Original {
  readonly kind: string;
  readonly value: string;
}

/**
 * Everything cryptographic of one scope.
 *
 * `digest` (SHA-256 of prefix and value) never leaves the process in the clear; `hashes` are HMACs of it, one per key,
 * newest first, and are what Redis looks values up by. The digest itself is stored sealed, so that a rotation can hash
 * again even those values whose original has expired.
 */
export interface ScopeCipher {
  digest(prefix: string, value: string): Buffer;
  hashes(digest: Buffer): Buffer[];
  sealDigest(digest: Buffer, hash: Buffer): Buffer;
  openDigest(sealed: Buffer, hash: Buffer): Buffer;
  /** Whether a sealed digest is under the newest key; then its hash and its original are, too. */
  isNewest(sealed: Buffer): boolean;
  /** Hash, key id, nonce, ciphertext, tag: bound to scope, prefix and hash. */
  sealOriginal(prefix: string, original: Original, hash: Buffer): Buffer;
  /** Throws MaskerError `internal` for an unknown key or a changed byte; never gives a value that is not the one sealed. */
  openOriginal(prefix: string, sealed: Buffer): Original;
}

/** `keys` newest first. Each gives one key per purpose and scope (HKDF-SHA256, RFC 5869, salted with the scope's tag). */
export function createScopeCipher(keys: readonly EncryptionKey[], tag: string): ScopeCipher {
  const derived = keys.map(({ id, secret }) => ({
    id,
    hash: deriveKey(secret, tag, "masker hash"),
    seal: deriveKey(secret, tag, "masker seal"),
  }));
  const newest = derived[0];
  if (newest === undefined) throw new MaskerError("bad_config", "the store needs at least one encryption key");

  const seal = (plain: Buffer, context: Buffer) => Buffer.concat([newest.id, sealBytes(newest.seal, plain, context)]);
  const open = (sealed: Buffer, context: Buffer, what: string) => {
    const id = sealed.subarray(0, ID_BYTES);
    const key = derived.find((candidate) => candidate.id.equals(id));
    if (key === undefined) throw unknownKey(what, id);
    const plain = openBytes(key.seal, sealed.subarray(ID_BYTES), context);
    if (plain === undefined) throw tampered(what);
    return plain;
  };
  return {
    digest: (prefix, value) =>
      hashOnce("sha256", Buffer.concat([Buffer.from(`${prefix}\0`), textToBytes(value)]), "buffer").subarray(
        0,
        HASH_BYTES,
      ),
    hashes: (digest) => derived.map(({ hash }) => hashDigest(hash, digest)),
    sealDigest: (digest, hash) => seal(digest, contextOf("digest", tag, "", hash)),
    openDigest: (sealed, hash) => open(sealed, contextOf("digest", tag, "", hash), "a value's digest"),
    isNewest: (sealed) => newest.id.equals(sealed.subarray(0, ID_BYTES)),
    sealOriginal: (prefix, { kind, value }, hash) =>
      Buffer.concat([
        hash,
        seal(Buffer.concat([Buffer.from(`${kind}\0`), textToBytes(value)]), contextOf("original", tag, prefix, hash)),
      ]),
    openOriginal: (prefix, sealed) => {
      const hash = sealed.subarray(0, HASH_BYTES);
      const plain = open(sealed.subarray(HASH_BYTES), contextOf("original", tag, prefix, hash), `a ${prefix} original`);
      const end = plain.indexOf(0);
      return { kind: plain.toString("utf8", 0, end), value: bytesToText(plain.subarray(end + 1)) };
    },
  };
}

/** As a KeyObject, with which Node hashes and encrypts four times as fast as with bytes. */
function deriveKey(secret: Buffer, tag: string, purpose: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync("sha256", secret, tag, purpose, 32)));
}

function hashDigest(key: KeyObject, digest: Buffer): Buffer {
  return createHmac("sha256", key).update(digest).digest().subarray(0, HASH_BYTES);
}

function contextOf(purpose: string, tag: string, prefix: string, hash: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${purpose}\0${tag}\0${prefix}\0`), hash]);
}

function unknownKey(what: string, id: Buffer): MaskerError {
  return new MaskerError(
    "internal",
    `store: ${what} was encrypted with key ${id.toString("hex")}, which is not configured; ` +
      "add that key to MASKER_PREVIOUS_ENCRYPTION_KEYS, or delete the scope",
  );
}

function tampered(what: string): MaskerError {
  return new MaskerError(
    "internal",
    `store: ${what} in Redis is damaged or was tampered with; forget that value, or delete the scope`,
  );
}
