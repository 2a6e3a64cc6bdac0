import type { Pattern } from "./schema.ts";
import { refuse } from "./verify.ts";

const TIMEOUT_MILLISECONDS = 10_000;

/**
 * Throws MaskerError `bad_pattern` if the regex can take super-linear time, or if that cannot be told. `recheck` decides
 * (static where the regex has an automaton, else by fuzzing); it takes a second for a hard regex and 100 ms to load, so
 * it is loaded only for patterns that did not come with the masker: the tests check those. The scanner tries a regex
 * at one place, which is what `^` says here.
 */
export async function refuseSlowRegex(place: string, pattern: Pattern): Promise<void> {
  const { check } = await import("recheck");
  const verdict = await check(`^(?:${pattern.regex})`, "", { timeout: TIMEOUT_MILLISECONDS });
  if (verdict.status === "safe") return;
  const reason = verdict.status === "vulnerable" ? `takes ${verdict.complexity.summary} time` : "could not be checked";
  throw refuse(place, pattern, `its regex ${reason}; bound its repetitions so that no text matches in two ways`);
}
