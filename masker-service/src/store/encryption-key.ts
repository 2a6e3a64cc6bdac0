import { createHash } from "node:crypto";
import { MaskerError } from "../errors.ts";

const HEX = /^[0-9a-f]{64}$/i;
const BASE64 = /^[\w+/-]{43}=?$/;
const ID_BYTES = 4;

/** One master key. Its id, 4 bytes derived from it, goes into every ciphertext, so that rotation needs no setting more. */
export interface EncryptionKey {
  readonly id: Buffer;
  readonly secret: Buffer;
}

/** Parses 32 bytes written in base64, base64url or 64 hex digits; throws MaskerError `bad_config` otherwise. */
export function parseEncryptionKey(text: string): EncryptionKey {
  const encoding = HEX.test(text) ? "hex" : BASE64.test(text) ? "base64" : undefined;
  if (encoding === undefined) {
    throw new MaskerError(
      "bad_config",
      "an encryption key must be 32 random bytes in base64; make one with: openssl rand -base64 32",
    );
  }
  const secret = Buffer.from(text, encoding);
  const id = createHash("sha256").update("masker key id").update(secret).digest().subarray(0, ID_BYTES);
  return { id, secret };
}
