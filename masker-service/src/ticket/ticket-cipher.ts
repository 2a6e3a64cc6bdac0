import { createCipheriv, createDecipheriv, createHmac, createSecretKey, type KeyObject } from "node:crypto";

export const SALT_BYTES = 16;
export const TAG_BYTES = 16;

const NONCE_BYTES = 12;
const KEY_BYTES = 32;
const ALGORITHM = "aes-256-gcm";
/** From bytes Node makes one at each use, which takes longer than to hash or to encrypt. */
const keyObjects = new WeakMap<Buffer, KeyObject>();

/**
 * AES-256-GCM under a key and nonce of its own per ticket, made from 128 random bits: workers share one key for
 * years, and 96 random bits of nonce alone would not do for that.
 */
export function ticketCipher(key: Buffer, salt: Buffer, version: Buffer) {
  return createCipheriv(ALGORITHM, ...derive(key, salt), { authTagLength: TAG_BYTES }).setAAD(version);
}

export function ticketDecipher(key: Buffer, salt: Buffer, version: Buffer) {
  return createDecipheriv(ALGORITHM, ...derive(key, salt), { authTagLength: TAG_BYTES }).setAAD(version);
}

function derive(key: Buffer, salt: Buffer): [KeyObject, Buffer] {
  const bytes = createHmac("sha512", keyObjectOf(key)).update("masker ticket").update(salt).digest();
  return [createSecretKey(bytes.subarray(0, KEY_BYTES)), bytes.subarray(KEY_BYTES, KEY_BYTES + NONCE_BYTES)];
}

function keyObjectOf(key: Buffer): KeyObject {
  const known = keyObjects.get(key) ?? createSecretKey(key);
  keyObjects.set(key, known);
  return known;
}
