import * as fc from "fast-check";

export const PREFIXES = ["ec2", "iam", "net", "subnet", "ip", "at", "ct", "acct", "nat", "lit"];

const WORDS = [...PREFIXES, "EC2", "my", "u003c", "31m", "2J", "20"];
const SEPARATORS = [
  "-",
  "-",
  "_",
  "\u2011",
  "\\-",
  "%2D",
  "%252d",
  "%E2%80%91",
  "&#45;",
  "&#x2d;",
  "&hyphen;",
  "\\u2011",
];
const GAPS = ["", "", "", "*", "**", "`", "~~", "\u200b", "\u2060"];
const NUMBERS = ["001", "002", "1000", "0012", "1", "12345678"];
const LOOSE = [
  "",
  " ",
  "\n",
  "\\",
  "\\n",
  "%",
  "%20",
  "%25",
  "$25",
  "2F",
  "ac",
  "=3D",
  "#012",
  "\\0",
  "\\033[",
  "\u001b(",
  "&",
  "\u001b[",
  "_",
  "s",
  "x",
  ".",
  "-",
  '"',
  "{",
  "}",
  "[",
  ":",
  ",",
  "\\u00",
];
const WIDE = ["와", "é", "\ud83d", "\ude80", "🚀"];

/** Texts in which placeholders, their manglings and halves of them stand close together. */
export function looseText(maxPieces = 6): fc.Arbitrary<string> {
  const gap = fc.constantFrom(...GAPS);
  const separator = fc.constantFrom(...SEPARATORS);
  const mangled = fc
    .tuple(gap, fc.constantFrom(...WORDS), gap, separator, gap, fc.constantFrom(...NUMBERS), gap)
    .map((parts) => parts.join(""));
  const loose = fc.constantFrom(...LOOSE, ...WIDE, ...WORDS, ...SEPARATORS, ...NUMBERS);
  return fc.array(fc.oneof(mangled, loose), { maxLength: maxPieces }).map((pieces) => pieces.join(""));
}

/**
 * The same as keys of JSON objects. None ends in a backslash: after an object with the key `k\`, `JSON.parse` of Node 24.21
 * (V8 13.6) reads the key `k"` of the next one of its shape as `k\`, and it is what tests compare with. The masker
 * itself has a scanner of its own, and decodes each literal by itself.
 */
export function keyOf(text: string): string {
  return text.endsWith("\\") ? `${text}.` : text;
}
