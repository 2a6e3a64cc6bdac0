import { findExemption } from "../body/exempt.ts";
import { findStrings } from "../body/find-strings.ts";
import type { JsonString } from "../body/json-string.ts";
import { encodeEdits, spliceText, type TextEdit } from "../body/splice-strings.ts";
import { MaskerError } from "../errors.ts";
import type { Allotment, MaskedTexts, MaskTexts, Text } from "./mask-texts.ts";

export interface MaskedBody extends MaskedTexts {
  /** The body with placeholders, else byte for byte as it was; undefined if nothing was found. */
  readonly body: string | undefined;
}

/**
 * Masks a request's JSON body: every string and every key that the table of exemptions does not name, in blocks that nobody has
 * heard of, too.
 *
 * @throws MaskerError `bad_json`; `refused` if signed thinking holds an original, since it can be neither masked nor sent
 */
export async function maskBody(maskTexts: MaskTexts, scope: string, json: string, store: Allotment): Promise<MaskedBody> {
  const strings = findStrings(json);
  const texts: Text[] = [];
  const literals: JsonString[] = [];
  for (const string of strings) {
    const exemption = findExemption(string);
    if (exemption !== undefined && exemption.class !== "thinking") continue;
    const key = string.isKey ? undefined : string.key;
    texts.push({ text: string.text, key, isSigned: exemption !== undefined });
    literals.push(string);
  }
  const masked = await maskTexts(scope, texts, store);
  if (masked.exposed !== undefined) throw refuseThinking();
  const edits: TextEdit[] = [];
  for (const [index, literal] of literals.entries()) {
    const found = masked.edits[index] ?? [];
    if (found.length === 0) continue;
    const replaced = found.map(({ start, end, placeholder }) => ({ start, end, text: placeholder }));
    edits.push(...encodeEdits(json, literal, replaced));
  }
  return { ...masked, body: edits.length === 0 ? undefined : spliceText(json, edits) };
}

function refuseThinking(): MaskerError {
  return new MaskerError(
    "refused",
    "messages: a thinking block holds a value that is masked elsewhere, so it was written before this gateway was in between, " +
      "and its signature forbids masking it; start a new conversation, or remove the thinking blocks of earlier turns",
  );
}
