import { createHash } from "node:crypto";

/**
 * What stands for a scope in Redis keys: 128 bits of SHA-256, so that no scope's name is there in the clear. Not keyed,
 * so that it outlives a rotation; who knows a scope's name can therefore find its keys, but read nothing in them.
 */
export function scopeTag(scope: string): string {
  return createHash("sha256").update("masker scope").update(scope).digest().subarray(0, 16).toString("base64url");
}
