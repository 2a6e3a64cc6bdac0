/** The object or array that a string stands in. `parent` links replace a stack, so nesting has no limit. */
export interface JsonContainer {
  readonly parent: JsonContainer | undefined;
  readonly isArray: boolean;
  /** The property that it is the value of; what stands in an array has the array's key. Undefined at the root. */
  readonly key: string | undefined;
  /** Its place in an array, from 0; -1 for the value of a property and for the root. */
  readonly position: number;
  /** The value of its `type`; undefined unless it has exactly one, and that is a string. */
  readonly type: string | undefined;
  /** The MIME type that stands in it, `media_type` or `mimeType`. */
  readonly mime: string | undefined;
}

/** One string literal of a JSON text or byte text. Offsets are indexes in that text, the quotes included. */
export interface JsonString {
  readonly start: number;
  readonly end: number;
  readonly isKey: boolean;
  /** The property that it is the value of; an item has its array's key, a key is its own. Undefined at the root. */
  readonly key: string | undefined;
  /** Its place in an array, from 0; -1 elsewhere. */
  readonly position: number;
  /** Undefined where the whole JSON text is this one string. */
  readonly owner: JsonContainer | undefined;
  /** Whether there is a backslash in the literal, so that offsets in it and in `text` differ. */
  readonly isEscaped: boolean;
  /** Whether it has characters of several bytes in a byte text: offsets differ by those, too. */
  readonly isWide: boolean;
  /** The first character as it is written, maybe a backslash; the closing quote if there is none. */
  readonly opening: string;
  /** The decoded value, lone surrogates kept; decoded when first asked for. */
  readonly text: string;
}

/** `choices.0.delta.content`: where a value stands, as one word. */
export function pathOf(string: JsonString): string {
  let path = nameOf(string);
  for (let container = string.owner; container?.parent !== undefined; container = container.parent) {
    path = `${nameOf(container)}.${path}`;
  }
  return path;
}

function nameOf({ position, key }: { position: number; key: string | undefined }): string {
  return position === -1 ? (key ?? "") : String(position);
}
