import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Audit } from "../audit.ts";
import type { Limits } from "../limits.ts";
import type { Log } from "../log.ts";
import type { MaskTexts } from "../mask/mask-texts.ts";
import type { Metrics } from "../metrics.ts";
import type { PatternSet } from "../patterns/load.ts";
import type { Policy } from "../policy/policy.ts";
import type { PolicySettings } from "../policy/resolve-policy.ts";
import type { Store } from "../store/store.ts";
import type { Recogniser } from "../token/recogniser.ts";
import type { Tracing } from "../tracing/tracing.ts";
import type { CallerVariables } from "./caller.ts";
import type { MaskHeavy } from "./heavy.ts";
import type { Lane } from "./lane.ts";

/** A pattern set and what is built from it; replaced as a whole when patterns are loaded anew. */
export interface Engine {
  readonly patterns: PatternSet;
  readonly recogniser: Recogniser;
  /** By profile; built when a profile is first asked for. */
  readonly maskTextsOf: (profile: Policy["profile"]) => MaskTexts;
}

/** What the routes work with. */
export interface Parts {
  readonly engine: () => Engine;
  readonly policy: PolicySettings;
  readonly store: Store;
  readonly maskHeavy: MaskHeavy;
  /** 32 bytes each, the same in all workers: the first seals tickets, all open them. */
  readonly ticketKeys: readonly [Buffer, ...Buffer[]];
  readonly log: Log;
  readonly audit: Audit;
  readonly metrics: Metrics;
  readonly tracing?: Tracing | undefined;
}

/** The same, with what the app makes of its options. */
export interface RouteParts extends Parts {
  readonly limits: Limits;
  /** Streams under way. */
  readonly streams: Lane;
}

/** Adds one route to the app. */
export type AddRoute = (app: OpenAPIHono<CallerVariables>, parts: RouteParts) => void;
