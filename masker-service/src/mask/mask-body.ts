import { findExemption } from "../body/exempt.ts";
import { findStrings } from "../body/find-strings.ts";
import type { JsonString } from "../body/json-string.ts";
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
  const literals: JsonString[] = [];
  const texts: Text[] = [];
  for (const literal of findStrings(json)) {
    const exemption = findExemption(literal);
    if (exemption !== undefined && exemption.class !== "thinking") continue;
    literals.push(literal);
    texts.push(new LiteralText(json, literal, exemption !== undefined));
  }
  const masked = await maskTexts(scope, texts, store);
  if (masked.isExposed) throw refuseThinking();
  return { ...masked, body: masked.placeholders.length === 0 ? undefined : applyEdits(json, literals, masked.edits) };
}

/** A literal known by how it is written, so that one seen before is not even decoded. */
class LiteralText implements Text {
  readonly source: string;
  readonly isSigned: boolean;
  private readonly json: string;
  private readonly literal: JsonString;

  constructor(json: string, literal: JsonString, isSigned: boolean) {
    this.json = json;
    this.literal = literal;
    this.isSigned = isSigned;
    this.source = json.slice(literal.start, literal.end);
  }

  get text(): string {
    return this.literal.text;
  }

  get key(): string | undefined {
    return this.literal.isKey ? undefined : this.literal.key;
  }

  createOffset(): (offset: number) => number {
    const rawOffset = createRawOffset(this.json, this.literal);
    return (offset) => rawOffset(offset) - this.literal.start;
  }
}

function applyEdits(json: string, literals: readonly JsonString[], edits: MaskedTexts["edits"]): string {
  const parts: string[] = [];
  let from = 0;
  for (const [index, literal] of literals.entries()) {
    for (const { start, end, placeholder } of edits[index] ?? []) {
      parts.push(json.slice(from, literal.start + start), placeholder);
      from = literal.start + end;
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
