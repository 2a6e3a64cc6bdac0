import { createHash } from "node:crypto";
import { MaskerError } from "../errors.ts";

const KEY_BYTES = 32;
const ID_BYTES = 4;

/** One master key. Its id, 4 bytes derived from it, goes into every ciphertext, so that rotation needs no setting more. */
export interface EncryptionKey {
  readonly id: Buffer;
  readonly secret: Buffer;
}

/** Parses 32 bytes written in base64, base64url or 64 hex digits; throws MaskerError `bad_config` otherwise. */
export function parseEncryptionKey(text: string): EncryptionKey {
  const secret = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, "hex") : Buffer.from(text, "base64");
  if (secret.length !== KEY_BYTES) {
    throw new MaskerError(
      "bad_config",
      `the encryption key has ${secret.length} bytes and needs ${KEY_BYTES}; make one with: openssl rand -base64 32`,
    );
  }
  const id = createHash("sha256").update("masker key id").update(secret).digest().subarray(0, ID_BYTES);
  return { id, secret };
}
