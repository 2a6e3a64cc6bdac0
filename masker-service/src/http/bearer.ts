import { createHash, timingSafeEqual } from "node:crypto";
import { createMiddleware } from "hono/factory";
import { MaskerError } from "../errors.ts";
import { describeCaller, type CallerVariables, type NamedKey } from "./caller.ts";

/**
 * Lets a request pass that has `Authorization: Bearer <key>` with one of the keys, and notes whose it is. Compares
 * digests with every key, each in constant time, so that time tells neither a key nor whose it resembles.
 */
export function requireBearer(keys: readonly NamedKey[]) {
  const known = keys.map((named) => ({ digest: digest(named.key), caller: describeCaller(named) }));
  return createMiddleware<CallerVariables>(async (context, next) => {
    const given = /^Bearer (.+)$/i.exec(context.req.header("authorization") ?? "")?.[1];
    if (given === undefined) {
      throw new MaskerError(
        "unauthorized",
        "authorization: no key; send the header Authorization: Bearer $MASKER_API_KEY",
      );
    }
    const sent = digest(given);
    const [match] = known.filter((one) => timingSafeEqual(one.digest, sent));
    if (match === undefined) {
      throw new MaskerError(
        "unauthorized",
        "authorization: wrong key; send the value of MASKER_API_KEY of this masker, or a key of its MASKER_KEYS",
      );
    }
    context.set("caller", match.caller);
    await next();
  });
}

function digest(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}
