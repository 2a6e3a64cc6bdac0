import { isUtf8 } from "node:buffer";
import { EUC_KR, findCharset, ONE_BYTE, UTF_16BE, UTF_16LE, UTF_8, type Charset } from "./charset.ts";

/** What a file that is text says. */
export interface FileText {
  readonly text: string;
  readonly charset: Charset;
}

/** PDF, PNG, JPEG, GIF, WebP and WAV: they may look like text to the rule of control characters. */
const SIGNATURE = /^(?:%PDF-|\x89PNG\r\n|\xff\xd8\xff|GIF8[79]a|RIFF[^]{4}WAVE|RIFF[^]{4}WEBP)/;
/** What text has none of, or few: terminals' bell, backspace, escape and shifts are no proof. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const CONTROL = /[\0-\x06\x10-\x19\x1c-\x1f\x7f]/g;
const FEW = 2;
/** What is UTF-8 or UTF-16 throughout is hardly anything else; of random bytes every twelfth is a control character in Latin-1. */
const MOST_IN_UNICODE = 0.1;
const MOST_IN_OTHERS = 0.02;
/** Which of the two it is, its byte order mark says, or the zeros. */
const UNMARKED = "utf-16";
/** In UTF-16 each ASCII character has one. */
const LEAST_ZEROS_IN_UTF_16 = 0.25;

/** Whether the beginning of a file is that of a picture, a sound or a PDF. */
export function isSigned(bytes: Buffer): boolean {
  return SIGNATURE.test(bytes.toString("latin1", 0, 16));
}

/**
 * Reads a file as text. What names no character set is guessed: a byte order mark, UTF-8, UTF-16 by its zeros, EUC-KR, and else
 * one byte a character.
 *
 * @returns undefined for what is no text, or in a character set that cannot be written here
 */
export function readFile(bytes: Buffer, charset?: string): FileText | undefined {
  const marked = findByteOrderMark(bytes);
  if (marked !== undefined) return read(bytes, marked, MOST_IN_UNICODE);
  if (charset !== undefined && charset !== UNMARKED) {
    const named = findCharset(charset);
    if (named === undefined) return undefined;
    if (named !== ONE_BYTE && named !== UTF_8) {
      return read(bytes, named, MOST_IN_UNICODE) ?? (isUtf8(bytes) ? read(bytes, UTF_8, MOST_IN_UNICODE) : undefined);
    }
  }
  const utf8 = isUtf8(bytes) ? read(bytes, UTF_8, MOST_IN_UNICODE) : undefined;
  if (utf8 !== undefined) return utf8;
  if (bytes.includes(0)) return readUnmarked(bytes);
  return read(bytes, EUC_KR, MOST_IN_OTHERS) ?? read(bytes, ONE_BYTE, MOST_IN_OTHERS);
}

function findByteOrderMark(bytes: Buffer): Charset | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return UTF_16LE;
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return UTF_16BE;
  return undefined;
}

/** UTF-16 without a byte order mark: where most of the zeros stand says which byte is first. */
function readUnmarked(bytes: Buffer): FileText | undefined {
  const zeros = [0, 0];
  for (let at = bytes.indexOf(0); at !== -1; at = bytes.indexOf(0, at + 1)) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [first = 0, second = 0] = zeros;
  if (Math.max(first, second) < bytes.length * LEAST_ZEROS_IN_UTF_16) return undefined;
  return read(bytes, first > second ? UTF_16BE : UTF_16LE, MOST_IN_UNICODE);
}

function read(bytes: Buffer, charset: Charset, most: number): FileText | undefined {
  const text = charset.decode(bytes);
  if (text === undefined || countControls(text) > FEW + text.length * most) return undefined;
  // At the end of a sample or of a file that was cut stands half a surrogate pair, or a whole one.
  return text.isWellFormed() || text.slice(0, -1).isWellFormed() ? { text, charset } : undefined;
}

function countControls(text: string): number {
  return text.match(CONTROL)?.length ?? 0;
}
