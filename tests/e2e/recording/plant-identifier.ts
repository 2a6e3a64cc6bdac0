import { findTexts, type BodyText } from "../../../masker-service/src/body/find-texts.ts";
import { pathOf } from "../../../masker-service/src/body/json-string.ts";
import { encodeEdits, spliceText } from "../../../masker-service/src/body/splice-strings.ts";
import { newInstanceId } from "../originals.ts";

/** How an identifier gets into a string: in place of it, or behind what is there. */
const PLANTS: readonly ((text: string, id: string) => string)[] = [(_, id) => id, (text, id) => `${text} ${id}`];

export interface Planted {
  /** Where the identifier stands, `messages.0.content`; in JSON in a string, where it stands in that JSON. */
  readonly path: string;
  readonly id: string;
  readonly body: string;
}

/** The body once for every string of it, keys and the strings of JSON in a string included, with an identifier in that one. */
export function* plantIdentifier(body: string): Generator<Planted> {
  for (const place of findTexts(body)) {
    for (const plantIn of PLANTS) {
      const id = newInstanceId();
      yield { path: pathOf(place.literal), id, body: replaceText(body, place, plantIn(place.literal.text, id)) };
    }
  }
}

function replaceText(body: string, { json, literal, toBody }: BodyText, text: string): string {
  const edits = encodeEdits(json, literal, [{ start: 0, end: literal.text.length, text }]);
  const inBody = edits.map((edit) => ({ ...edit, start: toBody(edit.start), end: toBody(edit.end) }));
  if (json === body) return spliceText(body, inBody);
  return spliceText(
    body,
    inBody.map((edit) => ({ ...edit, text: JSON.stringify(edit.text).slice(1, -1) })),
  );
}
