const UTF8 = 0;
const UTF16 = 1;

/** A string as bytes that give exactly it back: UTF-8, or UTF-16 where a lone surrogate would be lost, marked by the first byte. */
export function textToBytes(text: string): Buffer {
  return text.isWellFormed()
    ? Buffer.concat([Buffer.of(UTF8), Buffer.from(text, "utf8")])
    : Buffer.concat([Buffer.of(UTF16), Buffer.from(text, "utf16le")]);
}

/** The inverse of `textToBytes`. */
export function bytesToText(bytes: Buffer): string {
  return bytes.toString(bytes[0] === UTF16 ? "utf16le" : "utf8", 1);
}
