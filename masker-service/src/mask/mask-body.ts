import { findTexts, type BodyText } from "../body/find-texts.ts";
import { createRawOffset } from "../body/splice-strings.ts";
import { MaskerError } from "../errors.ts";
import type { Allotment, MaskedTexts, MaskTexts } from "./mask-texts.ts";
import type { Text } from "./text.ts";

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
export async function maskBody(
  maskTexts: MaskTexts,
  scope: string,
  json: string,
  store: Allotment,
): Promise<MaskedBody> {
  const found = findTexts(json).filter(({ exemption }) => exemption === undefined || exemption.class === "thinking");
  const texts = found.map((each) => new LiteralText(each));
  const masked = await maskTexts(scope, texts, store);
  if (masked.isExposed) throw refuseThinking();
  return { ...masked, body: masked.placeholders.length === 0 ? undefined : applyEdits(json, found, masked.edits) };
}

/** A literal known by how it is written, so that one seen before is not even decoded. */
class LiteralText implements Text {
  readonly source: string;
  private readonly found: BodyText;

  constructor(found: BodyText) {
    this.found = found;
    this.source = found.json.slice(found.literal.start, found.literal.end);
  }

  get isSigned(): boolean {
    return this.found.exemption !== undefined;
  }

  get text(): string {
    return this.found.literal.text;
  }

  get key(): string | undefined {
    return this.found.literal.isKey ? undefined : this.found.literal.key;
  }

  createOffset(): (offset: number) => number {
    const { json, literal } = this.found;
    const rawOffset = createRawOffset(json, literal);
    return (offset) => rawOffset(offset) - literal.start;
  }
}

function applyEdits(json: string, found: readonly BodyText[], edits: MaskedTexts["edits"]): string {
  const parts: string[] = [];
  let from = 0;
  for (const [index, { literal, toBody }] of found.entries()) {
    for (const { start, end, placeholder } of edits[index] ?? []) {
      parts.push(json.slice(from, toBody(literal.start + start)), placeholder);
      from = toBody(literal.start + end);
    }
  }
  parts.push(json.slice(from));
  return parts.join("");
}

function refuseThinking(): MaskerError {
  return new MaskerError(
    "refused",
    "messages: a thinking block holds a value that is masked elsewhere, so it was written before this gateway was in between, " +
      "and its signature forbids masking it; start a new conversation, or remove the thinking blocks of earlier turns",
  );
}
