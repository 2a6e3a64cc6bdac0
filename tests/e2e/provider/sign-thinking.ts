import { createHmac, randomBytes } from "node:crypto";

const KEY = randomBytes(32);

/** The signature that the provider puts on its own thinking text. Another run of the provider signs otherwise. */
export function signThinking(thinking: string): string {
  return createHmac("sha256", KEY).update(thinking, "utf8").digest("base64");
}

/** Whether thinking comes back to the provider byte for byte as it left. */
export function isSignedThinking(thinking: string, signature: string): boolean {
  return signThinking(thinking) === signature;
}
