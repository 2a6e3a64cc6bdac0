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
const TEXT = `# 기록 🤖\n\t"${ID}"\u001b[0m\r\n${"x ".repeat(500)}${ID}??>>`;
const MASKED = TEXT.replaceAll(ID, "ec2-001");
const code = (text: string | Buffer, encoding: "base64" | "base64url" = "base64") =>
  Buffer.from(text).toString(encoding);

/** Masked as bytes, as they come over the wire. */
async function mask(json: string): Promise<string> {
  const bytes = Buffer.from(json).toString("latin1");
  const { changes } = await maskBody(maskTexts, "s", bytes, createThrowaway(), { isBytes: true });
  return Buffer.from(spliceText(bytes, changes), "latin1").toString();
}

describe("text in base64 is masked", () => {
  test.each([
    [
      "a document",
      (data: string) => ({ type: "document", source: { type: "base64", media_type: "text/plain", data } }),
    ],
    ["Gemini's inlineData", (data: string) => ({ inlineData: { mimeType: "text/csv", data } })],
    ["its other spelling", (data: string) => ({ inline_data: { mime_type: "text/csv", data } })],
    ["a file of OpenAI's", (data: string) => ({ type: "file", file: { filename: "a.txt", file_data: data } })],
    ["a data URL", (data: string) => ({ file_data: `data:text/plain;charset=utf-8;base64,${data}` })],
    ["a data URL anywhere", (data: string) => ({ url: `data:application/json;base64,${data}` })],
    [
      "one that lies about what it is",
      (data: string) => ({ source: { type: "base64", media_type: "image/png", data } }),
    ],
  ])("in %s", async (_, carry) => {
    for (const [text, masked] of [
      [TEXT, MASKED],
      [ID, "ec2-001"],
    ] as const) {
      for (const encoding of ["base64", "base64url"] as const) {
        const json = JSON.stringify({ n: 1, content: [carry(code(text, encoding)), "끝"] });
        const got = await mask(json);
        const wanted = JSON.stringify({ n: 1, content: [carry(code(masked, encoding)), "끝"] });
        expect(Buffer.from(got).includes(code(ID).slice(0, 20))).toBe(false);
        // Without `-` and `_` the two are the same but for the padding.
        expect(got.replaceAll(/=+(?=")/g, "")).toBe(wanted.replaceAll(/=+(?=")/g, ""));
      }
    }
  });

  test("under the placeholder that the value has elsewhere, and not where the same characters are no file", async () => {
    const data = code(TEXT);
    const body = { a: { data }, source: { type: "base64", data }, text: ID };
    const wanted = { ...body, source: { type: "base64", data: code(MASKED) }, text: "ec2-001" };
    expect(JSON.parse(await mask(JSON.stringify(body)))).toEqual(wanted);
    expect(JSON.parse(await mask(JSON.stringify(wanted)))).toMatchObject({ a: { data } });
  });

  test("and audit mode says where", async () => {
    const json = JSON.stringify({ source: { type: "base64", data: code(TEXT) } });
    const places = await auditBody(maskTexts, "s", json, createThrowaway());
    const start = json.indexOf(`"${code(TEXT)}"`);
    const place = { kind: "ec2-instance", start, end: start + code(TEXT).length + 2 };
    expect(places).toEqual([place, place]);
  });
});

test.each([
  ["a picture", Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, ...Buffer.from(ID.repeat(9))])],
  ["a PDF, though it begins as text", Buffer.from(`%PDF-1.7\n${ID} `.repeat(9))],
  ["what is text only at its beginning", Buffer.from([...Buffer.from(`${ID} `.repeat(90)), 0xff, 0xfe, 0])],
  ["text in which nothing is found", Buffer.from("hello 안녕 ".repeat(20))],
])("Base64 of %s passes byte for byte", async (_, bytes) => {
  const json = JSON.stringify({ source: { type: "base64", data: code(bytes) }, url: `data:x/y;base64,${code(bytes)}` });
  expect(await mask(json)).toBe(json);
});
