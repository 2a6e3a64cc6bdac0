import type { JsonContainer, JsonString } from "./json-string.ts";

/** A container while it is read. */
export interface OpenContainer extends JsonContainer {
  readonly parent: OpenContainer | undefined;
  type: string | undefined;
  typeKeys: number;
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
  private readonly json: string;
  private decoded: string | undefined;

  /** @param key of the property or array that the value stands in; undefined makes it a key itself */
  constructor(
    json: string,
    at: { readonly start: number; readonly end: number; readonly isEscaped: boolean },
    key: string | undefined,
    isKey: boolean,
    owner: OpenContainer | undefined,
  ) {
    this.json = json;
    this.start = at.start;
    this.end = at.end;
    this.isEscaped = at.isEscaped;
    this.isKey = isKey;
    this.owner = owner;
    this.position = owner?.isArray === true ? owner.length++ : -1;
    this.decoded = undefined;
    this.key = isKey ? this.text : key;
    if (owner !== undefined && this.key === "type" && !owner.isArray) noteType(owner, this);
  }

  get opening(): string {
    return this.json.charAt(this.start + 1);
  }

  get text(): string {
    this.decoded ??= this.isEscaped
      ? (JSON.parse(this.json.slice(this.start, this.end)) as string)
      : this.json.slice(this.start + 1, this.end - 1);
    return this.decoded;
  }
}

/** A second `type` makes it nobody's: parsers differ in which one they take, and a block's type may exempt it. */
function noteType(owner: OpenContainer, string: JsonString): void {
  if (string.isKey) owner.typeKeys++;
  owner.type = string.isKey || owner.typeKeys > 1 ? undefined : string.text;
}
