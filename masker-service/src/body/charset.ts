/**
 * How bytes are characters. Placeholders are ASCII, which every one of these has, so they can be written into any text; what is
 * not replaced keeps its bytes.
 */
export interface Charset {
  readonly name: string;
  /** Undefined if it holds what this set does not know. */
  readonly decode: (bytes: Buffer) => string | undefined;
  readonly encode: (ascii: string) => Buffer;
  /** Bytes of one UTF-16 unit of the decoded text; those of a pair add up. */
  readonly width: (unit: number) => number;
}

export const UTF_8: Charset = {
  name: "utf-8",
  decode: (bytes) => bytes.toString(),
  encode: (ascii) => Buffer.from(ascii),
  width: (unit) => {
    if (unit < 0x80) return 1;
    return unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3;
  },
};

export const UTF_16LE: Charset = {
  name: "utf-16le",
  decode: (bytes) => bytes.toString("utf16le"),
  encode: (ascii) => Buffer.from(ascii, "utf16le"),
  width: () => 2,
};

export const UTF_16BE: Charset = {
  name: "utf-16be",
  decode: (bytes) => swap(bytes).toString("utf16le"),
  encode: (ascii) => swap(Buffer.from(ascii, "utf16le")),
  width: () => 2,
};

/** Latin-1, and every other set of one byte a character: what is looked for is ASCII, which they share. */
export const ONE_BYTE: Charset = {
  name: "latin1",
  decode: (bytes) => bytes.toString("latin1"),
  encode: (ascii) => Buffer.from(ascii),
  width: () => 1,
};

/** Node lets half of a pair pass as one of these. */
const HALF_PAIR = /[\x80-\x9f]/;
const EXTENDED_PAIR = /([\x81-\xfe])([A-Za-z\x81-\xfe])/g;
const SOME_SYLLABLE = "\xb0\xa1";
/**
 * With Microsoft's extension, CP949, in which the second byte may be an ASCII letter. Node does not know it: each of its syllables
 * is read as another one.
 */
export const EUC_KR = createDoubleByte(
  "euc-kr",
  (unit) => unit < 0x80,
  (bytes) => {
    const text = bytes.toString("latin1");
    const plain = text.replace(EXTENDED_PAIR, (pair, first, second) =>
      first >= "\xa1" && second >= "\xa1" ? pair : SOME_SYLLABLE,
    );
    return plain === text ? bytes : Buffer.from(plain, "latin1");
  },
);

const HALF_WIDTH_KATAKANA = { first: 0xff61, last: 0xff9f };
export const SHIFT_JIS = createDoubleByte(
  "shift_jis",
  (unit) => unit <= 0x80 || (unit >= HALF_WIDTH_KATAKANA.first && unit <= HALF_WIDTH_KATAKANA.last),
);

const BY_NAME = [UTF_8, UTF_16LE, UTF_16BE, EUC_KR, SHIFT_JIS];
const ONE_BYTE_NAME = /^(?:windows-\d+|iso-8859-\d+|koi8-\w|macintosh|x-mac-cyrillic|ibm866)$/;

/** The set that a MIME type names, in any spelling that browsers know; undefined for one that cannot be written here. */
export function findCharset(label: string): Charset | undefined {
  let name: string;
  try {
    name = new TextDecoder(label === "cp949" ? EUC_KR.name : label).encoding;
  } catch {
    return undefined;
  }
  return ONE_BYTE_NAME.test(name) ? ONE_BYTE : BY_NAME.find((charset) => charset.name === name);
}

function createDoubleByte(
  name: string,
  isSingle: (unit: number) => boolean,
  prepare = (bytes: Buffer): Buffer => bytes,
): Charset {
  return {
    name,
    decode: (bytes) => {
      try {
        const text = new TextDecoder(name, { fatal: true }).decode(prepare(bytes));
        return HALF_PAIR.test(text) ? undefined : text;
      } catch {
        return undefined;
      }
    },
    encode: (ascii) => Buffer.from(ascii),
    width: (unit) => (isSingle(unit) ? 1 : 2),
  };
}

/** A copy; of an odd number of bytes the last is left out. */
function swap(bytes: Buffer): Buffer {
  return Buffer.from(bytes.subarray(0, bytes.length & ~1)).swap16();
}
