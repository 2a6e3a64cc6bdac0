import { createCipheriv, createDecipheriv, createHmac } from "node:crypto";

export const SALT_BYTES = 16;
export const TAG_BYTES = 16;

const NONCE_BYTES = 12;
const KEY_BYTES = 32;
const ALGORITHM = "aes-256-gcm";

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

function derive(key: Buffer, salt: Buffer): [Buffer, Buffer] {
  const bytes = createHmac("sha512", key).update("masker ticket").update(salt).digest();
  return [bytes.subarray(0, KEY_BYTES), bytes.subarray(KEY_BYTES, KEY_BYTES + NONCE_BYTES)];
}
