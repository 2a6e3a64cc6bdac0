import { isMediaPlace } from "./exempt.ts";
import type { JsonString } from "./json-string.ts";
import { charsetOf, saysText } from "./mime-type.ts";
import { isSigned, readFile, type FileText } from "./read-file.ts";
import type { TextEdit } from "./splice-strings.ts";

/** Of what is no text, so much is enough to tell. A multiple of four. */
const FIRST_CHARACTERS = 1024;
const DATA_URL = /^data:([^,]{0,200});base64,/i;
const BASE64 = /^[A-Za-z0-9+/_\s-]*={0,2}\s*$/;

/** Text that a body carries in base64: a file attached as a document, or as a data URL. */
export interface Base64Text extends FileText {
  readonly bytes: Buffer;
  /** `data:text/plain;base64,`, or nothing. */
  readonly head: string;
  readonly encoding: "base64" | "base64url";
}

/**
 * Undefined for a string that is no base64 in a place for files, or of a picture, a sound or a PDF. What is declared as text is
 * read as one whatever it begins with, and `unreadable` if it is none.
 */
export function readBase64Text(string: JsonString): Base64Text | "unreadable" | undefined {
  const place = readPlace(string);
  if (place === undefined) return undefined;
  const { head, mime } = place;
  const coded = string.text.slice(head.length);
  if (coded === "") return undefined;
  const isDeclared = saysText(mime);
  if (!isDeclared) {
    const first = Buffer.from(coded.slice(0, FIRST_CHARACTERS), "base64");
    if (isSigned(first) || readFile(first) === undefined) return undefined;
  }
  const bytes = Buffer.from(coded, "base64");
  const found = BASE64.test(coded) ? readFile(bytes, charsetOf(mime)) : undefined;
  if (found === undefined) return isDeclared ? "unreadable" : undefined;
  return { ...found, bytes, head, encoding: /[_-]/.test(coded) ? "base64url" : "base64" };
}

/** The string with placeholders in its text; edits count in UTF-16 units of it. All other bytes stay as they are. */
export function writeBase64Text(
  { text, charset, bytes, head, encoding }: Base64Text,
  edits: readonly TextEdit[],
): string {
  const parts: Buffer[] = [];
  let unit = 0;
  let offset = 0;
  let from = 0;
  const byteOf = (index: number): number => {
    while (unit < index) offset += charset.width(text.charCodeAt(unit++));
    return offset;
  };
  for (const { start, end, text: placeholder } of edits) {
    parts.push(bytes.subarray(from, byteOf(start)), charset.encode(placeholder));
    from = byteOf(end);
  }
  return head + Buffer.concat([...parts, bytes.subarray(from)]).toString(encoding);
}

/** Where the base64 begins, and what the file is said to be. */
function readPlace(string: JsonString): { readonly head: string; readonly mime: string } | undefined {
  if (string.isKey) return undefined;
  const mime = string.owner?.mime ?? "";
  const isUrl = string.opening.toLowerCase() === "d" || string.opening === "\\";
  const url = isUrl ? DATA_URL.exec(string.text.slice(0, FIRST_CHARACTERS)) : null;
  if (url !== null) return { head: url[0], mime: saysText(mime) ? mime : (url[1] ?? "") };
  return isMediaPlace(string) ? { head: "", mime } : undefined;
}
