import { createHash, timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { MaskerError } from "../errors.ts";

/** Lets a request pass that has `Authorization: Bearer <key>`. Compares digests, in constant time. */
export function requireBearer(key: string): MiddlewareHandler {
  const expected = digest(key);
  return async (context, next) => {
    const given = /^Bearer (.+)$/i.exec(context.req.header("authorization") ?? "")?.[1];
    if (given === undefined) {
      throw new MaskerError(
        "unauthorized",
        "authorization: no key; send the header Authorization: Bearer $MASKER_API_KEY",
      );
    }
    if (!timingSafeEqual(digest(given), expected)) {
      throw new MaskerError(
        "unauthorized",
        "authorization: wrong key; send the value of MASKER_API_KEY of this masker",
      );
    }
    await next();
  };
}

function digest(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}
