import { isUtf8 } from "node:buffer";
import { isMediaPlace } from "./exempt.ts";
import type { JsonString } from "./json-string.ts";

/** Of what is no text, so much is enough to tell. A multiple of four. */
const FIRST_CHARACTERS = 1024;
const DATA_URL = /^data:[^,]{0,200};base64,/i;
const BASE64 = /^[A-Za-z0-9+/_\s-]*={0,2}\s*$/;
const PDF = "%PDF-";
// oxlint-disable-next-line no-control-regex -- what no text has, but for tab, line ends, form feed and escape
const CONTROL = /[\0-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]/;

/** Text that a body carries in base64: a file attached as a document, or as a data URL. */
export interface Base64Text {
  readonly text: string;
  /** `data:text/plain;base64,`, or nothing. */
  readonly head: string;
  readonly encoding: "base64" | "base64url";
}

/** undefined for a string that is no base64 in a place for files, or of a picture, a sound or a PDF. */
export function readBase64Text(string: JsonString): Base64Text | undefined {
  const head = readHead(string);
  if (head === undefined) return undefined;
  const coded = string.text.slice(head.length);
  if (coded === "" || !isText(Buffer.from(coded.slice(0, FIRST_CHARACTERS), "base64"))) return undefined;
  const bytes = Buffer.from(coded, "base64");
  if (!isUtf8(bytes) || !BASE64.test(coded)) return undefined;
  return { text: bytes.toString(), head, encoding: /[_-]/.test(coded) ? "base64url" : "base64" };
}

/** The string with another text in it. */
export function writeBase64Text({ head, encoding }: Base64Text, text: string): string {
  return head + Buffer.from(text).toString(encoding);
}

function readHead(string: JsonString): string | undefined {
  if (string.isKey) return undefined;
  const isUrl = string.opening.toLowerCase() === "d" || string.opening === "\\";
  const head = isUrl ? DATA_URL.exec(string.text.slice(0, FIRST_CHARACTERS))?.[0] : undefined;
  return head ?? (isMediaPlace(string) ? "" : undefined);
}

/** Whether it begins as a text does; the last character may be cut. */
function isText(bytes: Buffer): boolean {
  const text = bytes.toString();
  return !text.startsWith(PDF) && !CONTROL.test(text) && !text.slice(0, -1).includes("\ufffd");
}
