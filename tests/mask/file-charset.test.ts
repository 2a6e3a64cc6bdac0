import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { buildEngine } from "../../masker-service/src/build-engine.ts";
import { spliceText } from "../../masker-service/src/body/splice-strings.ts";
import { auditBody, maskBody } from "../../masker-service/src/mask/mask-body.ts";
import { createThrowaway } from "../../masker-service/src/mask/throwaway.ts";
import { loadPatterns } from "../../masker-service/src/patterns/load.ts";

const PATTERNS = fileURLToPath(new URL("../../masker-service/patterns", import.meta.url));
const maskTexts = buildEngine(await loadPatterns({ directories: [PATTERNS] })).maskTextsOf("default");

const ID = "i-0bbbbbbbbbbbbbbb9";
const KEY = "AKIA1234567890ABCDEF";
const write = (text: string, id: string, key: string): string => text.replaceAll("ID", id).replaceAll("KEY", key);

const utf8 = (text: string): Buffer => Buffer.from(text);
const utf16 = (text: string): Buffer => Buffer.from(text, "utf16le");
const bigEndian = (text: string): Buffer => utf16(text).swap16();
const latin1 = (text: string): Buffer => Buffer.from(text, "latin1");
const LITTLE_MARK = "\ufeff";
/** Each letter beyond ASCII as its bytes: `한글` in EUC-KR, `똠` in its extension (the second byte is `c`), `キー` in Shift_JIS. */
const eucKr = (text: string): Buffer =>
  latin1(text.replaceAll("한글", "\xc7\xd1\xb1\xdb").replaceAll("똠", "\x8cc").replaceAll("버킷", "\xb9\xf6\xc5\xb6"));
const shiftJis = (text: string): Buffer => latin1(text.replaceAll("ス", "\x83X").replaceAll("キ", "\x83L"));

const CSV = "nom;clé\r\nhôte;ID\r\nà voir;KEY\r\n";
const KOREAN = "한글;값\r\nID;똠KEY입니다\r\n";

const PLACES: readonly [string, (data: string, mime: string) => object][] = [
  ["a document", (data, media_type) => ({ type: "document", source: { type: "base64", media_type, data } })],
  ["a document whose type comes last", (data, media_type) => ({ source: { data, media_type, type: "base64" } })],
  ["Gemini's inlineData", (data, mimeType) => ({ inlineData: { mimeType, data } })],
  ["its other spelling", (data, mime_type) => ({ inline_data: { mime_type, data } })],
  ["a file of Chat", (data, mime) => ({ type: "file", file: { file_data: `data:${mime};base64,${data}` } })],
  ["a file of Responses", (data, mime) => ({ type: "input_file", file_data: `data:${mime};base64,${data}` })],
  ["a file of Responses without a type", (data) => ({ type: "input_file", filename: "a.csv", file_data: data })],
  ["a data URL anywhere", (data, mime) => ({ url: `data:${mime};base64,${data}` })],
];

/** Masked as bytes, as they come over the wire. */
async function mask(json: string): Promise<string> {
  const bytes = latin1(Buffer.from(json).toString("latin1")).toString("latin1");
  const { changes } = await maskBody(maskTexts, "s", bytes, createThrowaway(), { isBytes: true });
  return latin1(spliceText(bytes, changes)).toString();
}

describe.each(PLACES)("a file in %s is masked", (_, carry) => {
  test.each([
    ["Latin-1", CSV, latin1],
    ["UTF-16", `${LITTLE_MARK}${KOREAN}`, utf16],
    ["UTF-16, big-endian", `${LITTLE_MARK}${KOREAN}`, bigEndian],
    ["UTF-16 of an odd number of bytes", `${LITTLE_MARK}${CSV}`, (text) => Buffer.concat([utf16(text), latin1("x")])],
    ["UTF-16 without a mark", CSV.repeat(9), utf16],
    ["UTF-16 without a mark, big-endian", CSV.repeat(9), bigEndian],
    ["EUC-KR", "한글 ID 똠KEY한글", eucKr],
    ["UTF-16 that ends in a pair of surrogates", `${LITTLE_MARK}${CSV}🙏`, utf16],
    ["UTF-16 whose first part ends in a whole pair", `${LITTLE_MARK}x${"😀".repeat(3000)}${CSV}`, utf16],
    ["UTF-16 whose first part ends in half a pair", `${LITTLE_MARK}${"😀".repeat(3000)}${CSV}`, utf16],
    ["UTF-16 that ends in half a pair", `${LITTLE_MARK}${CSV}\ud83d`, utf16],
    ["UTF-16, big-endian, that ends in a pair of surrogates", `${LITTLE_MARK}${CSV}🙏`, bigEndian],
    ["UTF-8 with bells that ends in an emoji", "🙏 ID\u0007\b\u0007\b KEY 🙏", utf8],
    ["UTF-8 with a mark", `${LITTLE_MARK}${KOREAN} 🤖 KEY`, utf8],
    ["UTF-8 with a bell, a backspace and a null", `ID \u0007\b${KOREAN}\0KEY`, utf8],
    ["Latin-1 that is long", `é ${"x ".repeat(2000)}ID KEY`, latin1],
  ] satisfies [string, string, (text: string) => Buffer][])("in %s", async (__, text, encode) => {
    for (const mime of ["text/csv", "application/octet-stream", "application/vnd.ms-excel", "image/png"]) {
      const bodyOf = (file: string): string =>
        JSON.stringify({ n: [carry(encode(file).toString("base64"), mime), "끝"] });
      const got = await mask(bodyOf(write(text, ID, KEY)));
      expect(got).toBe(bodyOf(write(text, "ec2-001", "iam-001")));
    }
  });
});

test.each([
  ["shift_jis", "スID キKEYキ", shiftJis],
  ["windows-1252", CSV, latin1],
  ["UTF-16LE", CSV, utf16],
  ["utf-16", CSV.repeat(9), bigEndian],
  ["ks_c_5601-1987", "똠ID 버킷 KEY", eucKr],
  ["utf-8", CSV, latin1],
] satisfies [string, string, (text: string) => Buffer][])(
  "the character set that is named, %s, is read",
  async (name, text, encode) => {
    for (const [, carry] of PLACES.filter(([place]) => !place.includes("without"))) {
      const bodyOf = (file: string): string =>
        JSON.stringify(carry(encode(file).toString("base64"), `text/plain; charset=${name}`));
      expect(await mask(bodyOf(write(text, ID, KEY)))).toBe(bodyOf(write(text, "ec2-001", "iam-001")));
    }
  },
);

describe("what is declared as text and is none is refused, not sent:", () => {
  const utf32 = Buffer.from(Array.from(ID).flatMap((character) => [character.charCodeAt(0), 0, 0, 0]));
  const noise = Buffer.from(Array.from({ length: 600 }, (_, index) => (index * 7919 + index * index * 31) % 256));
  test.each([
    ["UTF-32", "text/plain", utf32.toString("base64")],
    ["what is compressed", "text/csv", noise.toString("base64")],
    ["a character set that is not known", "text/plain; charset=utf-7", Buffer.from(ID).toString("base64")],
    ["one in which a letter may be the half of another", "text/plain;charset=big5", latin1(ID).toString("base64")],
    ["JSON that is no base64", "application/json", `*${Buffer.from(ID.repeat(9)).toString("base64")}`],
    ["XML with a picture in it", "image/svg+xml", noise.toString("base64")],
  ])("%s", async (_, mime, data) => {
    for (const [place, carry] of PLACES) {
      if (place.includes("without") || (data.startsWith("*") && place.includes("anywhere"))) continue;
      const json = JSON.stringify({ a: ID, n: carry(data, mime) });
      await expect(mask(json)).rejects.toMatchObject({ code: "refused", message: expect.stringContaining("UTF-8") });
      expect(await auditBody(maskTexts, "s", json, createThrowaway())).not.toEqual([]);
    }
  });
});

test.each([
  ["i-0123456789abcdef0", { source: { type: "base64", media_type: "text/plain", data: "i-0123456789abcdef0" } }],
  ["AKIA1234567890ABCDEF", { inlineData: { mimeType: "text/csv", data: "AKIA1234567890ABCDEF" } }],
])("a short value that stands for itself where a file belongs is masked: %s", async (value, body) => {
  expect(await mask(JSON.stringify(body)).catch(() => "")).not.toContain(value);
});
