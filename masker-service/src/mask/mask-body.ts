import type { BodyLimits } from "../body/body-limits.ts";
import { countMedia, type MediaKind } from "../body/count-media.ts";
import { findTexts, type BodyText } from "../body/find-texts.ts";
import type { JsonContainer } from "../body/json-string.ts";
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
 * @throws MaskerError `bad_json`; `too_large` above the limits; `refused` if signed thinking holds an original, since it can be neither masked nor sent
 */
export async function maskBody(
  maskTexts: MaskTexts,
  scope: string,
  json: string,
  store: Allotment,
  checks: BodyChecks = {},
): Promise<MaskedBody> {
  const found = findMaskable(json, checks);
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
  return found.flatMap(({ literal, toBody }, index) =>
    (edits[index] ?? []).map(({ kind, start, end }) => {
      return { kind, start: toBody(literal.start + start), end: toBody(literal.start + end) };
    }),
  );
}

function findMaskable(json: string, { limits, onMedia, isBytes }: BodyChecks): BodyText[] {
  const texts = findTexts(json, limits, isBytes);
  onMedia?.(countMedia(texts));
  return texts.filter(({ exemption }) => exemption === undefined || exemption.class === "thinking");
}

function toTexts(found: readonly BodyText[]): Text[] {
  const roles = new Map<JsonContainer, string>();
  return found.map((each) => new LiteralText(each, roles));
}

/** A literal known by how it is written, so that one seen before is not even decoded. */
class LiteralText implements Text {
  readonly source: string;
  private readonly found: BodyText;
  private readonly roles: ReadonlyMap<JsonContainer, string>;

  constructor(found: BodyText, roles: Map<JsonContainer, string>) {
    this.found = found;
    this.roles = roles;
    const { key, isKey, owner } = found.outer;
    if (key === "role" && !isKey && owner !== undefined && isMessageList(owner.parent))
      roles.set(owner, found.outer.text);
    this.source = found.json.slice(found.literal.start, found.literal.end);
  }

  get isSigned(): boolean {
    return this.found.exemption !== undefined;
  }

  get isWide(): boolean {
    return this.found.literal.isWide;
  }

  get text(): string {
    return this.found.literal.text;
  }

  get key(): string | undefined {
    return this.found.literal.isKey ? undefined : this.found.literal.key;
  }

  get speaker(): "model" | "other" | undefined {
    const message = messageOf(this.found.outer.owner);
    if (message === undefined) return undefined;
    return this.roles.get(message) === "assistant" ? "model" : "other";
  }

  createOffset(): (offset: number) => number {
    const { json, literal } = this.found;
    const rawOffset = createRawOffset(json, literal);
    return (offset) => rawOffset(offset) - literal.start;
  }
}

function messageOf(innermost: JsonContainer | undefined): JsonContainer | undefined {
  let container = innermost;
  while (container !== undefined && !isMessageList(container.parent)) container = container.parent;
  return container;
}

function isMessageList(container: JsonContainer | undefined): boolean {
  return container?.isArray === true && container.key === "messages" && container.parent?.parent === undefined;
}

function moveToBody(found: readonly BodyText[], edits: MaskedTexts["edits"]): TextEdit[] {
  const moved: TextEdit[] = [];
  for (const [index, { literal, toBody }] of found.entries()) {
    for (const { start, end, placeholder } of edits[index] ?? []) {
      moved.push({ start: toBody(literal.start + start), end: toBody(literal.start + end), text: placeholder });
    }
  }
  return moved;
}

function refuseThinking(): MaskerError {
  return new MaskerError(
    "refused",
    "messages: a thinking block holds a value that the conversation gave before it, so it was written before this gateway was in between, " +
      "and its signature forbids masking it; start a new conversation, or remove the thinking blocks of earlier turns",
  );
}
