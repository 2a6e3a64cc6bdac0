import { setTimeout as sleep } from "node:timers/promises";
import { MaskerError } from "../../masker-service/src/errors.ts";
import type { Store, Wanted } from "../../masker-service/src/store/store.ts";

const GIVE_UP_AFTER_MILLISECONDS = 60_000;

/** Asks again after `store_down`, as clients do: a busy machine may answer too late. Any other error is thrown at once. */
export async function allotWithRetries(
  store: Pick<Store, "allot">,
  scope: string,
  wanted: readonly Wanted[],
): Promise<readonly string[]> {
  const end = performance.now() + GIVE_UP_AFTER_MILLISECONDS;
  for (;;) {
    try {
      return await store.allot(scope, wanted);
    } catch (error) {
      if (!(error instanceof MaskerError) || error.code !== "store_down" || performance.now() > end) throw error;
      await sleep(100);
    }
  }
}
