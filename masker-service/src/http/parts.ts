import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Log } from "../log.ts";
import type { MaskTexts } from "../mask/mask-texts.ts";
import type { Metrics } from "../metrics.ts";
import type { PatternSet } from "../patterns/load.ts";
import type { Store } from "../store/store.ts";
import type { Recogniser } from "../token/recogniser.ts";

/** A pattern set and what is built from it; replaced as a whole when patterns are loaded anew. */
export interface Engine {
  readonly patterns: PatternSet;
  readonly recogniser: Recogniser;
  readonly maskTexts: MaskTexts;
}

/** What the routes work with. */
export interface Parts {
  readonly engine: () => Engine;
  readonly store: Store;
  /** 32 bytes each, the same in all workers: the first seals tickets, all open them. */
  readonly ticketKeys: readonly [Buffer, ...Buffer[]];
  readonly log: Log;
  readonly metrics: Metrics;
}

/** Adds one route to the app. */
export type AddRoute = (app: OpenAPIHono, parts: Parts) => void;
