import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from "node:crypto";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM: nonce (12 bytes), ciphertext, tag (16 bytes). `context` is authenticated and not stored. */
export function sealBytes(key: KeyObject, plain: Buffer, context: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES }).setAAD(context);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** The inverse; undefined if key, context or a single bit is not what it was. */
export function openBytes(key: KeyObject, sealed: Buffer, context: Buffer): Buffer | undefined {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES }).setAAD(context);
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  const head = decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES));
  try {
    return Buffer.concat([head, decipher.final()]);
  } catch (error) {
    // `final` throws for exactly one reason: the tag does not fit.
    if (error instanceof Error) return undefined;
    throw error;
  }
}
