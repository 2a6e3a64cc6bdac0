import cluster from "node:cluster";
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { RateLimiterAbstract, RateLimiterRes } from "rate-limiter-flexible";
import { MaskerError } from "../errors.ts";
import type { CallerVariables } from "./caller.ts";

const SECONDS = 60;
/** Within which the primary answers a worker; else the request is refused, since it may not have been counted. */
const COUNTED_WITHIN_MILLISECONDS = 2000;
const UNCOUNTED = "rate: the process that counts for all workers does not answer; try again";
/** What begins a piece of work. Answers belong to a request that was counted. */
const COUNTED = /^\/(?:mask|unmask|scopes\/[a-z]+|guardrail\/request)$/;

/** At most so many requests a minute of one key, or through LiteLLM of one scope; counted for all workers of one masker together. */
export function limitRate(perMinute: number) {
  const limiter = perMinute === 0 ? undefined : createLimiter(perMinute);
  return createMiddleware<CallerVariables>(async (context, next) => {
    if (limiter === undefined || !COUNTED.test(context.req.path) || isProof(context)) return next();
    const { name } = context.get("caller");
    const scope = context.req.path === "/guardrail/request" ? context.req.header("x-masker-scope") : undefined;
    const counting = await limiter;
    try {
      await counting.consume(scope === undefined ? `key ${name}` : `scope ${scope}`);
    } catch (reached) {
      if (!isReached(reached)) throw new MaskerError("overloaded", UNCOUNTED, { cause: reached });
      const retryAfterSeconds = Math.max(1, Math.ceil(reached.msBeforeNext / 1000));
      const whose = scope === undefined ? `key ${name}` : "the caller's scope";
      throw new MaskerError(
        "rate_limited",
        `rate: more than ${perMinute} requests a minute of ${whose}; wait ${retryAfterSeconds} s, or raise MASKER_RATE_PER_MINUTE`,
        { retryAfterSeconds },
      );
    }
    return next();
  });
}

/** Imported only where there is a limit: the package loads its part for each of a dozen databases, too. */
async function createLimiter(points: number): Promise<RateLimiterAbstract> {
  const { RateLimiterCluster, RateLimiterMemory } = await import("rate-limiter-flexible");
  const options = { points, duration: SECONDS };
  if (!cluster.isWorker) return new RateLimiterMemory(options);
  return new RateLimiterCluster({ ...options, timeoutMs: COUNTED_WITHIN_MILLISECONDS });
}

function isReached(reason: unknown): reason is RateLimiterRes {
  return typeof reason === "object" && reason !== null && "msBeforeNext" in reason;
}

/** The canary, which sends four requests at once from each of LiteLLM's workers: refused, it would keep all traffic out. */
function isProof({ req }: Context): boolean {
  return req.path === "/guardrail/request" && req.header("x-masker-mode") === "proof";
}
