import type { Pattern } from "./schema.ts";
import { refuse } from "./verify.ts";

const TIMEOUT_MILLISECONDS = 10_000;

/**
 * Throws MaskerError `bad_pattern` if the regex can take super-linear time, or if that cannot be told. `recheck` decides
 * (static where the regex has an automaton, else by fuzzing); it takes a second for a hard regex and 100 ms to load, so
 * it is loaded only for patterns that did not come with the masker: the tests check those. Checked as it is used: tried
 * at one place, which is what `^` says here, and refused where the word goes on or the value does not end.
 */
export async function refuseSlowRegex(place: string, pattern: Pattern): Promise<void> {
  const { check } = await import("recheck");
  for (const source of [`^(?:${pattern.regex})(?![A-Za-z0-9])`, `^(?:${pattern.regex})$`]) {
    const verdict = await check(source, "", { timeout: TIMEOUT_MILLISECONDS });
    if (verdict.status === "safe") continue;
    const reason =
      verdict.status === "vulnerable" ? `takes ${verdict.complexity.summary} time` : "could not be checked";
    throw refuse(place, pattern, `its regex ${reason}; bound its repetitions so that no text matches in two ways`);
  }
}
