import { describeError } from "../log.ts";
import type { Parts } from "./parts.ts";

/** Notes what the model has thought. Failing costs nobody this answer; a later turn may be refused for it. */
export async function noteThoughts(
  { store, log }: Parts,
  event: Readonly<Record<string, unknown>>,
  digests: readonly string[],
): Promise<void> {
  if (digests.length === 0) return;
  try {
    await store.noteThoughts(digests);
  } catch (error) {
    log.warn("thinking not noted", { ...event, ...describeError(error) });
  }
}
