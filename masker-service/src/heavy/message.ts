import type { MaskerErrorCode } from "../errors.ts";
import type { HeavyJob, HeavyResult } from "../http/heavy.ts";
import type { Limits } from "../limits.ts";
import type { LoadOptions } from "../patterns/load.ts";
import type { ScopeNames, Wanted } from "../store/store.ts";

/** What a thread is started with. */
export interface ThreadSettings {
  readonly patterns: LoadOptions;
  readonly limits: Limits;
  /** The one that seals. */
  readonly ticketKey: Uint8Array;
}

/** An error without what it might quote. Without a code it is a defect, and `stack` says where. */
export interface ThreadError {
  readonly code: MaskerErrorCode | undefined;
  readonly message: string;
  readonly stack: string;
}

/** A thread has one job at a time, and asks one thing at a time. */
export type ToThread =
  | { readonly type: "job"; readonly job: HeavyJob }
  /** null: the names are those that the thread has. */
  | { readonly type: "answer"; readonly answer: ScopeNames | readonly string[] | boolean | null }
  | { readonly type: "refusal"; readonly error: ThreadError };

export type FromThread =
  | { readonly type: "ready"; readonly version: string }
  | { readonly type: "names"; readonly scope: string; readonly version: number | undefined }
  | { readonly type: "allot"; readonly scope: string; readonly wanted: readonly Wanted[] }
  | { readonly type: "thoughts"; readonly digests: readonly string[] }
  | { readonly type: "done"; readonly result: HeavyResult }
  | { readonly type: "failed"; readonly error: ThreadError };
