import { findTexts } from "../../masker-service/src/body/find-texts.ts";
import { createRawOffset, spliceText } from "../../masker-service/src/body/splice-strings.ts";

/** Writes `to`, which needs no escape, over every `from` in every text of a body that is not exempt. */
export function replaceTexts(json: string, from: string, to: string): string {
  const edits = [];
  for (const { json: around, literal, exemption, toBody } of findTexts(json)) {
    if (exemption !== undefined) continue;
    const rawOffset = createRawOffset(around, literal);
    for (let at = literal.text.indexOf(from); at !== -1; at = literal.text.indexOf(from, at + from.length)) {
      edits.push({ start: toBody(rawOffset(at)), end: toBody(rawOffset(at + from.length)), text: to });
    }
  }
  return spliceText(json, edits);
}
