import type { HttpBindings } from "@hono/node-server";
import { createMiddleware } from "hono/factory";
import { MaskerError } from "../errors.ts";

/** Refuses a request whose body has not come within so many seconds of its turn. A stream's may take as long as a model writes. */
export function limitReading(seconds: number) {
  return createMiddleware(async (context, next) => {
    // Without a port, as in tests, there is no environment.
    const incoming = (context.env as Partial<HttpBindings> | undefined)?.incoming;
    if (incoming === undefined || incoming.complete || context.req.path === "/guardrail/stream") return next();
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      late.reject(
        new MaskerError(
          "too_slow",
          `body: it did not come within ${seconds} s; send it faster, or raise MASKER_BODY_TIMEOUT_SECONDS`,
        ),
      );
    }, seconds * 1000);
    incoming.once("end", () => clearTimeout(timer));
    try {
      return await Promise.race([next(), late.promise]);
    } finally {
      clearTimeout(timer);
    }
  });
}
