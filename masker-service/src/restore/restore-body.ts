import { encodeByteText } from "../body/byte-text.ts";
import { findStrings } from "../body/find-strings.ts";
import { spliceText, type TextEdit } from "../body/splice-strings.ts";
import type { Recogniser } from "../token/recogniser.ts";
import { restoreStrings } from "./restore-strings.ts";
import type { RestoredText } from "./restore-text.ts";
import { createReveals, type RevealOptions, type Reveals } from "./reveal.ts";

export interface RestoredBody extends RestoredText {
  /** What turns the body into `text`, which is only put together when it is asked for. */
  readonly edits: readonly TextEdit[];
}

/**
 * Restores a whole answer of any API, errors included: every string and key that the table of exemptions does not
 * name, so thinking stays signed. All other bytes stay.
 *
 * @param isBytes whether `json` is a byte text; then `edits` and `text` are in its terms
 * @throws MaskerError `bad_json`; `blocked` if the guard blocks and a tool call names what was never issued
 */
export function restoreBody(
  json: string,
  recogniser: Recogniser,
  options: RevealOptions,
  isBytes = false,
): RestoredBody {
  const reveals = createReveals(options);
  const edits = findEdits(json, recogniser, reveals, isBytes);
  return {
    edits,
    restored: reveals.tally.restored,
    unknown: [...reveals.tally.unknown],
    get text() {
      return spliceText(json, edits);
    },
  };
}

/** @throws as `restoreBody` */
export function restoreJson(json: string, recogniser: Recogniser, reveals: Reveals): string {
  return spliceText(json, findEdits(json, recogniser, reveals, false));
}

function findEdits(json: string, recogniser: Recogniser, reveals: Reveals, isBytes: boolean): readonly TextEdit[] {
  const edits = restoreStrings(json, findStrings(json, undefined, isBytes), recogniser, reveals);
  return isBytes ? edits.map(encodeEdit) : edits;
}

function encodeEdit({ start, end, text }: TextEdit): TextEdit {
  return { start, end, text: encodeByteText(text) };
}
