import { findStrings } from "../body/find-strings.ts";
import { spliceText } from "../body/splice-strings.ts";
import type { Recogniser } from "../token/recogniser.ts";
import type { Guard } from "./guard.ts";
import { restoreStrings } from "./restore-strings.ts";
import type { RestoredText } from "./restore-text.ts";
import { createReveals, type Reveals } from "./reveal.ts";

/**
 * Restores a whole answer of any API, errors included: every string and key that the table of exemptions does not
 * name, so thinking stays signed. All other bytes stay.
 *
 * @throws MaskerError `bad_json`; `refused` if the guard blocks and a tool call names what was never issued
 */
export function restoreBody(
  json: string,
  originals: ReadonlyMap<string, string>,
  recogniser: Recogniser,
  guard: Guard = "warn",
): RestoredText {
  const reveals = createReveals({ originals, guard });
  const text = restoreJson(json, recogniser, reveals);
  return { text, restored: reveals.tally.restored, unknown: [...reveals.tally.unknown] };
}

/** @throws as `restoreBody` */
export function restoreJson(json: string, recogniser: Recogniser, reveals: Reveals): string {
  return spliceText(json, restoreStrings(json, findStrings(json), recogniser, reveals));
}
