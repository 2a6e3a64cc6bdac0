import { findStrings } from "../body/find-strings.ts";
import { spliceText } from "../body/splice-strings.ts";
import type { Recogniser } from "../token/recogniser.ts";
import { restoreStrings } from "./restore-strings.ts";
import { createReveal, type Reveal, type Tally } from "./reveal.ts";
import type { RestoredText } from "./restore-text.ts";

/**
 * Restores a whole answer of any API, errors included: every string and key that the table of exemptions does not
 * name, so thinking stays signed. All other bytes stay.
 *
 * @throws MaskerError `bad_json`
 */
export function restoreBody(
  json: string,
  originals: ReadonlyMap<string, string>,
  recogniser: Recogniser,
): RestoredText {
  const tally: Tally = { restored: 0, unknown: new Set() };
  const restored = restoreJson(json, recogniser, createReveal(originals, tally));
  return { text: restored, restored: tally.restored, unknown: [...tally.unknown] };
}

/** @throws MaskerError `bad_json` */
export function restoreJson(json: string, recogniser: Recogniser, reveal: Reveal): string {
  return spliceText(json, restoreStrings(json, findStrings(json), recogniser, reveal));
}
