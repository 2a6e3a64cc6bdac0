import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createScanner } from "../../masker-service/src/patterns/scan.ts";
import type { Span } from "../../masker-service/src/patterns/span.ts";
import { BUILT_IN_PATTERNS } from "./built-in.ts";
import { unmark } from "./marks.ts";

const scanner = createScanner(BUILT_IN_PATTERNS);
const usual = createScanner(BUILT_IN_PATTERNS.filter((pattern) => pattern.default === "on"));
const examples = BUILT_IN_PATTERNS.flatMap(({ positives, negatives }) => [
  ...positives.map(unmark),
  ...negatives.map(({ text }) => text),
]);
const piece = fc.oneof(
  fc.constantFrom(...examples),
  fc.constantFrom("\n", "\r\n", " ", '"', "\\", "|", ",", ": ", "=", "--", "%22", "\u001B[0m", "{", "}", "[", "]"),
  fc.string({ unit: "binary", maxLength: 8 }),
);
const anyText = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));

function expectDisjoint(text: string, spans: readonly Span[]): void {
  let from = 0;
  for (const { start, end } of spans) {
    expect(start).toBeGreaterThanOrEqual(from);
    expect(end).toBeGreaterThan(start);
    from = end;
  }
  expect(from).toBeLessThanOrEqual(text.length);
}

describe("scan, for any text", () => {
  test("answers spans that are disjoint, sorted and in range, and names that stand in the text", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { spans, names } = scanner.scan(text);
        expectDisjoint(text, spans);
        for (const { value } of names) expect(text).toContain(value);
      }),
      { numRuns: 500 },
    );
  });

  test("answers the same for the same text, whatever was scanned in between", () => {
    fc.assert(
      fc.property(anyText, anyText, (text, other) => {
        const before = usual.scan(text);
        usual.scan(other);
        expect(usual.scan(text)).toEqual(before);
      }),
    );
  });

  test("answers spans in range under any key", () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom("Bucket", "OwnerId", "password", "name", 'a"b', ""), (text, key) => {
        expectDisjoint(text, usual.scan(text, key).spans);
      }),
    );
  });

  test("finds an id between any characters that are no letters or digits", () => {
    const around = fc.string({ unit: "binary", maxLength: 6 }).map((text) => text.replaceAll(/[A-Za-z0-9_-]/g, "한"));
    fc.assert(
      fc.property(around, around, (before, after) => {
        const text = `${before} i-1234567890abcdef0 ${after}`;
        const found = usual.scan(text).spans.map(({ start, end }) => text.slice(start, end));
        expect(found).toContain("i-1234567890abcdef0");
      }),
    );
  });
});
