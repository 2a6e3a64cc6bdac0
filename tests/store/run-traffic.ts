import { setTimeout as sleep } from "node:timers/promises";
import { MaskerError } from "../../masker-service/src/errors.ts";
import type { Store } from "../../masker-service/src/store/store.ts";
import { makeWanted } from "./open-store.ts";

const PAUSE_MILLISECONDS = 15;
const VALUES = 5;

export interface Traffic {
  /** By scope: placeholder → the value it was given to. */
  readonly owners: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Placeholders that were given to a second value: must stay empty. */
  readonly conflicts: readonly string[];
  /** Errors other than `store_down`: must stay empty. */
  readonly wrong: readonly unknown[];
  readonly failures: number;
  readonly successes: number;
  /** performance.now() of the last success in a scope. */
  lastSuccess(scope: string): number;
  stop(): Promise<void>;
}

/** Every store asks for new values in every scope, one request after the other, until stopped. */
export function runTraffic(stores: readonly Store[], scopes: readonly string[]): Traffic {
  const owners = new Map(scopes.map((scope) => [scope, new Map<string, string>()]));
  const conflicts: string[] = [];
  const wrong: unknown[] = [];
  const latest = new Map<string, number>();
  const counted = { failures: 0, successes: 0 };
  const ending = new AbortController();

  const work = async (store: Store, scope: string) => {
    const own = owners.get(scope) ?? new Map<string, string>();
    while (!ending.signal.aborted) {
      const wanted = makeWanted(VALUES);
      try {
        const given = await store.allot(scope, wanted);
        counted.successes++;
        latest.set(scope, performance.now());
        for (const [index, placeholder] of given.entries()) {
          const value = wanted[index]?.value ?? "";
          if (own.has(placeholder)) conflicts.push(`${scope} ${placeholder}`);
          own.set(placeholder, value);
        }
      } catch (error) {
        counted.failures++;
        if (!(error instanceof MaskerError) || error.code !== "store_down") wrong.push(error);
      }
      await sleep(PAUSE_MILLISECONDS);
    }
  };
  const all = Promise.all(stores.flatMap((store) => scopes.map((scope) => work(store, scope))));
  return {
    owners,
    conflicts,
    wrong,
    get failures() {
      return counted.failures;
    },
    get successes() {
      return counted.successes;
    },
    lastSuccess: (scope) => latest.get(scope) ?? 0,
    stop: async () => {
      ending.abort();
      await all;
    },
  };
}
