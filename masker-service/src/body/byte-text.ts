const WIDE = /[^\x00-\x7f]/;

/**
 * A byte text: UTF-8 as a string with one character, U+0000 to U+00FF, for each byte. An index in it is an offset in bytes,
 * JSON's own characters are what they are, and V8 keeps and slices it at half of what UTF-16 takes.
 */
export function decodeByteText(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** The inverse; a lone surrogate cannot be written. */
export function encodeByteText(text: string): string {
  if (!WIDE.test(text)) return text;
  return Buffer.from(text, "utf8").toString("latin1");
}

/** How many bytes the character has that begins with `lead`. Those of four are two UTF-16 units. */
export function characterLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}
