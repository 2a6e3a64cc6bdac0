import type { MediaKind } from "../body/count-media.ts";
import type { Policy } from "../policy/policy.ts";

/** Bodies from here on are masked beside the main thread, so that streams go on meanwhile. */
export const HEAVY_BYTES = 1024 * 1024;

/** A request's body, with all that masking it needs beside patterns and store. `bytes` are gone for the sender. */
export interface HeavyJob {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly scope: string;
  readonly policy: Policy;
  readonly isThrowaway: boolean;
}

export interface HeavyResult {
  /** What cannot be masked; where the policy blocks it, nothing else was done. */
  readonly media: Partial<Record<MediaKind, number>>;
  readonly kinds: Readonly<Record<string, number>>;
  readonly learned: number;
  /** The whole answer, ticket and body; undefined if nothing was found and nothing needs to be restored. */
  readonly answer: Uint8Array<ArrayBuffer> | undefined;
}

/** Resolves to undefined where it cannot be done aside: then it is to be done here. */
export type MaskHeavy = (job: HeavyJob) => Promise<HeavyResult | undefined>;
