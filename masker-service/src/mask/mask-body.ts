import type { BodyLimits } from "../body/body-limits.ts";
import { countMedia, type MediaKind } from "../body/count-media.ts";
import { findTexts, type BodyText } from "../body/find-texts.ts";
import { writeBase64Text } from "../body/base64-text.ts";
import type { JsonString } from "../body/json-string.ts";
import { createRawOffset, type TextEdit } from "../body/splice-strings.ts";
import { MaskerError } from "../errors.ts";
import type { Allotment, MaskedTexts, MaskTexts } from "./mask-texts.ts";
import type { Text } from "./text.ts";

export interface MaskedBody extends MaskedTexts {
  /** What turns the body into the masked one; all else stays byte for byte. Empty if nothing was found. */
  readonly changes: readonly TextEdit[];
}

/** What a body must pass before anything of it is stored. */
export interface BodyChecks {
  /** Whether the body is a byte text. */
  readonly isBytes?: boolean;
  readonly limits?: BodyLimits;
  /** Gets what the body carries that cannot be masked; may throw. */
  readonly onMedia?: (media: Partial<Record<MediaKind, number>>) => void;
}

/** A value in a body; offsets are UTF-16 units of the body, or bytes of a byte text. */
export interface BodyPlace {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Masks a request's JSON body: every string and every key that the table of exemptions does not name, in blocks that nobody has
 * heard of, too.
 *
 * @throws MaskerError `bad_json`; `too_large` above the limits; `refused` if signed thinking holds a value and did not come through this gateway, or a file that is declared as text cannot be read: it can be neither masked nor sent
 */
export async function maskBody(
  maskTexts: MaskTexts,
  scope: string,
  json: string,
  store: Allotment,
  checks: BodyChecks = {},
): Promise<MaskedBody> {
  const found = findMaskable(json, checks);
  if (found.some(({ isUnreadable }) => isUnreadable)) throw refuseFile();
  const masked = await maskTexts(scope, toTexts(found), store);
  if (masked.isExposed) throw refuseThinking();
  return { ...masked, changes: moveToBody(found, masked.edits) };
}

/**
 * Says where `maskBody` would mask, and masks nothing.
 *
 * @throws MaskerError `bad_json`; `too_large` above the limits
 */
export async function auditBody(
  maskTexts: MaskTexts,
  scope: string,
  json: string,
  store: Allotment,
  checks: BodyChecks = {},
): Promise<BodyPlace[]> {
  const found = findMaskable(json, checks);
  const { edits } = await maskTexts(scope, toTexts(found), store);
  return found.flatMap(({ literal, base64, toBody }, index) =>
    (edits[index] ?? []).map(({ kind, start, end }) => {
      if (base64 !== undefined) return { kind, start: toBody(literal.start), end: toBody(literal.end) };
      return { kind, start: toBody(literal.start + start), end: toBody(literal.start + end) };
    }),
  );
}

function findMaskable(json: string, { limits, onMedia, isBytes }: BodyChecks): BodyText[] {
  const texts = findTexts(json, limits, isBytes);
  onMedia?.(countMedia(texts));
  return texts.filter(
    ({ exemption, base64, isUnreadable }) =>
      exemption === undefined || exemption.class === "thinking" || base64 !== undefined || isUnreadable,
  );
}

function toTexts(found: readonly BodyText[]): Text[] {
  return found.map((each) => new LiteralText(each));
}

/** A literal known by how it is written, so that one seen before is not even decoded. */
class LiteralText implements Text {
  readonly source: string;
  private readonly found: BodyText;

  constructor(found: BodyText) {
    this.found = found;
    const { base64, literal } = found;
    // Told apart from the same characters in a place that is none for files.
    this.source =
      (base64 === undefined ? "" : `base64 ${base64.charset.name} `) + found.json.slice(literal.start, literal.end);
  }

  get isSigned(): boolean {
    return this.found.exemption?.class === "thinking";
  }

  get isWide(): boolean {
    return this.found.literal.isWide;
  }

  get text(): string {
    return this.found.base64?.text ?? this.found.literal.text;
  }

  get key(): string | undefined {
    return this.found.literal.isKey ? undefined : this.found.literal.key;
  }

  createOffset(): (offset: number) => number {
    const { json, literal, base64 } = this.found;
    if (base64 !== undefined) return (offset) => offset;
    const rawOffset = createRawOffset(json, literal);
    return (offset) => rawOffset(offset) - literal.start;
  }
}

function moveToBody(found: readonly BodyText[], edits: MaskedTexts["edits"]): TextEdit[] {
  const moved: TextEdit[] = [];
  let file: JsonString | undefined;
  for (const [index, { literal, base64, toBody }] of found.entries()) {
    const own = (edits[index] ?? []).map(({ start, end, placeholder }) => ({ start, end, text: placeholder }));
    if (base64 !== undefined && own.length > 0) {
      const text = `"${writeBase64Text(base64, own)}"`;
      moved.push({ start: toBody(literal.start), end: toBody(literal.end), text });
      file = literal;
      continue;
    }
    if (file === literal && own.length > 0) throw refuseFile();
    for (const { start, end, text } of own)
      moved.push({ start: toBody(literal.start + start), end: toBody(literal.start + end), text });
  }
  return moved;
}

function refuseThinking(): MaskerError {
  return new MaskerError(
    "refused",
    "messages: a thinking block holds a value and did not come through this gateway, or not lately, " +
      "and its signature forbids masking it; start a new conversation, or remove the thinking blocks of earlier turns",
  );
}

function refuseFile(): MaskerError {
  return new MaskerError(
    "refused",
    "body: a file in base64 is declared as text, and nothing can be masked in it, because it is no base64, no text, or in a character " +
      "set that is not known here; send it as UTF-8, with its own media type if it is no text, or start a new conversation without it",
  );
}
