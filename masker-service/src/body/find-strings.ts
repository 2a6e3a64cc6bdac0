import { MaskerError } from "../errors.ts";
import { tooDeep, tooManyStrings, UNLIMITED } from "./body-limits.ts";
import { decodeByteText } from "./byte-text.ts";
import type { JsonString } from "./json-string.ts";
import { readLiteral, type LiteralSpan } from "./read-literal.ts";
import { StringLiteral, type OpenContainer } from "./string-literal.ts";

/** A number or a word. Sticky: matches at `lastIndex` or not at all. */
const SCALAR = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null/y;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** What may come next; the longer ones follow an opening bracket, which may also be closed at once. */
type Expected = "value" | "value or end" | "key" | "key or end" | "colon" | "comma or end" | "nothing";

/**
 * Finds every string literal of a JSON text, keys included, in order. Strict as RFC 8259, in linear time, without
 * recursion: ten thousand levels are fine. Values are not interpreted, so big numbers, duplicate keys and `__proto__`
 * are nothing special.
 *
 * @param isBytes whether `json` is a byte text
 * @throws MaskerError `bad_json` with line and column, never with content; `too_large` above `limits`
 */
export function findStrings(json: string, limits = UNLIMITED, isBytes = false): JsonString[] {
  const strings: JsonString[] = [];
  const span: LiteralSpan = { start: 0, end: 0, isEscaped: false, isWide: false };
  let expected: Expected = "value";
  let owner: OpenContainer | undefined;
  let key: string | undefined;

  for (let at = skipBlank(json, 0); at < json.length; at = skipBlank(json, at)) {
    const code = json.charCodeAt(at);
    const isValue: boolean = expected === "value" || expected === "value or end";
    if (code === QUOTE) {
      const isKey: boolean = expected === "key" || expected === "key or end";
      if (!isKey && !isValue) throw badJson(json, isBytes, at, expected);
      if (!readLiteral(json, at, span)) throw badJson(json, isBytes, span.end, "the rest of a string");
      span.isWide &&= isBytes;
      const string = new StringLiteral(json, span, key, isKey, owner);
      if (strings.push(string) > limits.strings) throw tooManyStrings(limits);
      key = string.key;
      at = span.end;
      expected = isKey ? "colon" : afterValue(owner);
    } else if (code === COLON && expected === "colon") {
      at++;
      expected = "value";
    } else if (code === COMMA && expected === "comma or end" && owner !== undefined) {
      at++;
      expected = owner.isArray ? "value" : "key";
      key = owner.key;
    } else if ((code === OPEN_OBJECT || code === OPEN_ARRAY) && isValue) {
      owner = openContainer(owner, key, code === OPEN_ARRAY);
      if (owner.depth > limits.depth) throw tooDeep(limits);
      at++;
      expected = owner.isArray ? "value or end" : "key or end";
    } else if ((code === CLOSE_OBJECT || code === CLOSE_ARRAY) && mayClose(owner, code, expected)) {
      owner = owner?.parent;
      at++;
      expected = afterValue(owner);
    } else if (isValue) {
      SCALAR.lastIndex = at;
      if (!SCALAR.test(json)) throw badJson(json, isBytes, at, expected);
      if (owner !== undefined) owner.length++;
      at = SCALAR.lastIndex;
      expected = afterValue(owner);
    } else throw badJson(json, isBytes, at, expected);
  }
  if (expected !== "nothing") throw badJson(json, isBytes, json.length, expected);
  return strings;
}

function openContainer(parent: OpenContainer | undefined, key: string | undefined, isArray: boolean): OpenContainer {
  const position = parent?.isArray === true ? parent.length++ : -1;
  const depth = (parent?.depth ?? 0) + 1;
  return { parent, isArray, key, position, depth, type: undefined, typeKeys: 0, mime: undefined, length: 0 };
}

function afterValue(owner: OpenContainer | undefined): Expected {
  return owner === undefined ? "nothing" : "comma or end";
}

function mayClose(owner: OpenContainer | undefined, code: number, expected: Expected): boolean {
  if (owner === undefined || owner.isArray !== (code === CLOSE_ARRAY)) return false;
  return expected === "comma or end" || expected === "value or end" || expected === "key or end";
}

function skipBlank(json: string, at: number): number {
  let code = json.charCodeAt(at);
  while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) code = json.charCodeAt(++at);
  return at;
}

function badJson(json: string, isBytes: boolean, at: number, expected: string): MaskerError {
  const before = isBytes ? decodeByteText(json.slice(0, at)) : json.slice(0, at);
  const line = before.split("\n").length;
  const column = before.length - before.lastIndexOf("\n");
  const found = at >= json.length ? "the end" : "something else";
  return new MaskerError(
    "bad_json",
    `body, line ${line} column ${column}: expected ${expected}, found ${found}; send valid JSON`,
  );
}
