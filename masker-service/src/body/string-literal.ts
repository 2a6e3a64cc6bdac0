import { decodeByteText } from "./byte-text.ts";
import { MIME_KEYS, saysText } from "./mime-type.ts";
import type { JsonContainer, JsonString } from "./json-string.ts";
import type { LiteralSpan } from "./read-literal.ts";

/** A container while it is read. */
export interface OpenContainer extends JsonContainer {
  readonly parent: OpenContainer | undefined;
  /** 1 at the root. */
  readonly depth: number;
  type: string | undefined;
  typeKeys: number;
  mime: string | undefined;
  length: number;
}

/** A class, not a literal: one shape for V8 however many there are, and a getter that decodes late. */
export class StringLiteral implements JsonString {
  readonly start: number;
  readonly end: number;
  readonly isKey: boolean;
  readonly key: string | undefined;
  readonly position: number;
  readonly owner: OpenContainer | undefined;
  readonly isEscaped: boolean;
  readonly isWide: boolean;
  private readonly json: string;
  private decoded: string | undefined;

  /**
   * @param at with `isWide` for byte texts only
   * @param key of the property or array that the value stands in
   */
  constructor(
    json: string,
    at: Readonly<LiteralSpan>,
    key: string | undefined,
    isKey: boolean,
    owner: OpenContainer | undefined,
  ) {
    this.json = json;
    this.start = at.start;
    this.end = at.end;
    this.isEscaped = at.isEscaped;
    this.isWide = at.isWide;
    this.isKey = isKey;
    this.owner = owner;
    this.position = owner?.isArray === true ? owner.length++ : -1;
    this.decoded = undefined;
    this.key = isKey ? this.text : key;
    if (owner === undefined || owner.isArray || this.key === undefined) return;
    if (this.key === "type") noteType(owner, this);
    else if (!isKey && MIME_KEYS.includes(this.key)) noteMime(owner, this.text);
  }

  get opening(): string {
    return this.json.charAt(this.start + 1);
  }

  get text(): string {
    this.decoded ??= decodeLiteral(this.json.slice(this.start + 1, this.end - 1), this);
    return this.decoded;
  }
}

/** The text of what stands between two quotes, or of a part of it that cuts no escape and no character. */
export function decodeLiteral(raw: string, { isEscaped, isWide }: Pick<JsonString, "isEscaped" | "isWide">): string {
  const text = isWide ? decodeByteText(raw) : raw;
  return isEscaped ? (JSON.parse(`"${text}"`) as string) : text;
}

/** A second `type` makes it nobody's: parsers differ in which one they take, and a block's type may exempt it. */
function noteType(owner: OpenContainer, string: JsonString): void {
  if (string.isKey) owner.typeKeys++;
  owner.type = string.isKey || owner.typeKeys > 1 ? undefined : string.text;
}

/** Of several, one that says text: parsers differ in which one they take. */
function noteMime(owner: OpenContainer, mime: string): void {
  if (owner.mime === undefined || !saysText(owner.mime)) owner.mime = mime;
}
