import { encodeByteText } from "../body/byte-text.ts";
import { findStrings } from "../body/find-strings.ts";
import { spliceText, type TextEdit } from "../body/splice-strings.ts";
import { findThoughts } from "../body/thoughts.ts";
import type { Recogniser } from "../token/recogniser.ts";
import { restoreStrings } from "./restore-strings.ts";
import type { RestoredText } from "./restore-text.ts";
import { createReveals, type RevealOptions, type Reveals } from "./reveal.ts";

export interface RestoredBody extends RestoredText {
  /** What turns the body into `text`, which is only put together when it is asked for. */
  readonly edits: readonly TextEdit[];
  /** The digest of each text that the model has thought; see `Store.noteThoughts`. */
  readonly thoughts: readonly string[];
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
  const strings = findStrings(json, undefined, isBytes);
  const edits = restoreStrings(json, strings, recogniser, reveals);
  return {
    edits: isBytes ? edits.map(encodeEdit) : edits,
    thoughts: findThoughts(strings),
    restored: reveals.tally.restored,
    unknown: [...reveals.tally.unknown],
    get text() {
      return spliceText(json, this.edits);
    },
  };
}

/** @throws as `restoreBody` */
export function restoreJson(json: string, recogniser: Recogniser, reveals: Reveals): string {
  return spliceText(json, restoreStrings(json, findStrings(json), recogniser, reveals));
}

function encodeEdit({ start, end, text }: TextEdit): TextEdit {
  return { start, end, text: encodeByteText(text) };
}
