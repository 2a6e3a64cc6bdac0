import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createReader } from "../../masker-service/src/restore/create-reader.ts";
import type { Reading } from "../../masker-service/src/restore/reader.ts";
import { keyOf, looseText } from "../token/loose-text.ts";
import { ORIGINALS, recogniser, replaceDeeply } from "./originals.ts";
import { cutEvery, readInPieces } from "./read-in-pieces.ts";
import { propertyRuns } from "../token/property-runs.ts";

function restore(reading: Reading, pieces: readonly string[]): string {
  const reveal = (placeholder: string): string | undefined => ORIGINALS.get(placeholder);
  return readInPieces(createReader(reading, recogniser, reveal), pieces);
}

const PLACEHOLDERS = [...ORIGINALS.keys()];
const words = fc
  .array(fc.constantFrom(...PLACEHOLDERS, "ec2-099", "x", '"', "\\", "\n", "와", "\ud83d"))
  .map((all) => all.join(" "));
const documents = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    words,
    fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null)),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(words.map(keyOf), tie("value"), { maxKeys: 3 }),
  ),
})).value;

test("JSON restored in pieces parses to the restored value, originals escaped", () => {
  fc.assert(
    fc.property(documents, fc.constantFrom(1, 2, 3, 7, 1e9), fc.boolean(), (value, size, isOdd) => {
      const json = isOdd ? escapeAll(JSON.stringify(value)) : JSON.stringify(value, null, 1);
      expect(JSON.parse(restore("json", cutEvery(json, size)))).toEqual(replaceDeeply(JSON.parse(json)));
    }),
    propertyRuns(1000),
  );
});

test("whatever is fed as JSON is restored the same in pieces as whole", () => {
  const almost = fc.array(
    fc.oneof(
      looseText(2),
      documents.map((value) => JSON.stringify(value)),
      fc.constantFrom("{", '["', '{"a":"', "]"),
    ),
  );
  fc.assert(
    fc.property(almost, fc.constantFrom<Reading>("json", "value"), fc.constantFrom(1, 2, 3), (texts, reading, size) => {
      const text = texts.join("");
      expect(restore(reading, cutEvery(text, size))).toBe(restore(reading, [text]));
    }),
    propertyRuns(1500),
  );
});

describe("JSON in a value", () => {
  const cases: readonly [what: string, value: string, restored: string][] = [
    [
      "has an original escaped that cannot stand in it as it is",
      '{"a":"pem-001"}',
      JSON.stringify({ a: ORIGINALS.get("pem-001") }),
    ],
    ["keeps an original as it is that can: it was seen so, escapes included", '{"a":"net-001"}', '{"a":"\\u0041\\n"}'],
    ["has an original escaped that would escape the closing quote", '{"a":"nat-002"}', '{"a":"trailing\\\\"}'],
    ["has keys restored", '[{"sg-001":1}]', JSON.stringify([{ [ORIGINALS.get("sg-001") ?? ""]: 1 }])],
    ["is looked into again", wrap('{"a":"pem-001"}'), wrap(JSON.stringify({ a: ORIGINALS.get("pem-001") }))],
    ["is text from where it is not JSON", '[ -f "pem-001" ]', `[ -f "${ORIGINALS.get("pem-001")}" ]`],
    ["is text after its end", '["ec2-001"] and pem-001', `["i-1234567890abcdef0"] and ${ORIGINALS.get("pem-001")}`],
    [
      "is text from a raw line feed in a string",
      '["ec2-001\npem-001"]',
      `["i-1234567890abcdef0\n${ORIGINALS.get("pem-001")}"]`,
    ],
    ["is text from what is no number", "[-ec2-001]", "[-i-1234567890abcdef0]"],
    ["shows a placeholder behind an escape", '["\\u0065c2\\u002d001"]', '["i-1234567890abcdef0"]'],
  ];

  test.each(cases)("%s", (_what, value, restored) => {
    for (const size of [1, 2, 3, 7, 1e9]) expect(restore("value", cutEvery(value, size))).toBe(restored);
  });

  test("is not looked for in a text that does not begin like it", () => {
    expect(restore("value", ['see {"a":"pem-001"}'])).toBe(`see {"a":"${ORIGINALS.get("pem-001")}"}`);
  });

  test("is looked into eight deep and stays valid for any depth", () => {
    let nested: unknown = "ec2-001";
    for (let depth = 0; depth < 12; depth++) nested = JSON.stringify([nested]);
    let restored: unknown = restore("json", [String(nested)]);
    for (let depth = 0; depth < 12; depth++) restored = (JSON.parse(String(restored)) as unknown[])[0];
    expect(restored).toBe("i-1234567890abcdef0");
  });
});

function wrap(json: string): string {
  return JSON.stringify({ body: json });
}

/** Writes some plain characters of all strings as escapes. */
function escapeAll(json: string): string {
  const escape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return json.replace(/"(?:[^"\\]|\\.)*"/g, (literal) =>
    literal.replace(/\\.|[ac2-]/g, (part) => (part.length > 1 ? part : escape(part))),
  );
}
