import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { settleSpans } from "../../masker-service/src/mask/settle-spans.ts";
import type { Span } from "../../masker-service/src/patterns/span.ts";
import { formatPlaceholder } from "../../masker-service/src/token/format-placeholder.ts";
import { createRecogniser } from "../../masker-service/src/token/recogniser.ts";

const recogniser = createRecogniser(["ec2", "ip", "acct", "bucket", "lit"]);
const span = (start: number, end: number, prefix = "ec2"): Span => ({ start, end, prefix, kind: `kind of ${prefix}` });

/** Masks by the settled spans with rising numbers, and restores by the recogniser: the whole of law 1 but the store. */
function roundTrip(text: string, found: readonly Span[]): { readonly masked: string; readonly restored: string } {
  const originals = new Map<string, string>();
  let masked = "";
  let from = 0;
  for (const { start, end, prefix } of settleSpans(text, found, recogniser)) {
    const placeholder = formatPlaceholder(prefix, originals.size + 1);
    originals.set(placeholder, text.slice(start, end));
    masked += text.slice(from, start) + placeholder;
    from = end;
  }
  masked += text.slice(from);
  let restored = "";
  from = 0;
  for (const sighting of recogniser.find(masked)) {
    restored += masked.slice(from, sighting.start) + (originals.get(sighting.placeholder) ?? "UNKNOWN");
    from = sighting.end;
  }
  return { masked, restored: restored + masked.slice(from) };
}

describe("settleSpans", () => {
  test("leaves spans alone that stand clear of each other", () => {
    expect(settleSpans("a bb c dd", [span(2, 4), span(7, 9)], recogniser)).toEqual([span(2, 4), span(7, 9)]);
  });

  test("keeps the longer of two spans that start together, and drops one inside another", () => {
    expect(settleSpans("abcdef gh", [span(0, 3, "ip"), span(0, 6), span(2, 4)], recogniser)).toEqual([span(0, 6)]);
  });

  test("joins spans that overlap in part, so that nothing found stays uncovered", () => {
    expect(settleSpans("abcdefgh", [span(0, 5), span(3, 8, "ip")], recogniser)).toEqual([span(0, 8)]);
  });

  test.each(["ec2-001", "EC2-001", "ec2_001", "see ec2-001s here", "**ec2**-001"])(
    "masks the look-alike in %j",
    (text) => {
      const settled = settleSpans(text, [], recogniser);
      expect(settled.map(({ prefix }) => prefix)).toEqual(["lit"]);
    },
  );

  test("takes the rest of a word in when it would hide the placeholder", () => {
    expect(settleSpans("see x123456789012y.", [span(5, 17, "acct")], recogniser)).toEqual([span(4, 18, "acct")]);
  });

  test.each([
    ["orders-1 Ready\norders-2 NotReady\n", "orders"],
    ['{"hosts": ["i-0a.1", "i-0a.2"]}', "i-0a"],
    ["| i-0a-1 | running |\n| i-0a-2 | stopped |", "i-0a"],
    ["ls i-0a-2024-01-01.log i-0a-2024-01-02.log", "i-0a"],
    ["orders_2 orders_3", "orders"],
    ["node_i-0a node_i-0a", "i-0a"],
    ["mysql -porders mydb < dump.sql", "orders"],
    ["1.orders 2.orders", "orders"],
  ])("takes in the number or the word that hides a placeholder, and no neighbour, in %j", (text, name) => {
    const found = [...text.matchAll(new RegExp(RegExp.escape(name), "g"))].map(({ index }) =>
      span(index, index + name.length, "bucket"),
    );
    const settled = settleSpans(text, found, recogniser);
    expect(settled).toHaveLength(found.length);
    for (const { start, end } of settled) expect(text.slice(start, end)).not.toMatch(/[\s"|]/);
    expect(roundTrip(text, found).restored).toBe(text);
  });

  test("takes a quarter of a megabyte of values in one word within seconds", { timeout: 20_000 }, () => {
    const value = "AKIAIOSFODNN7EXAMPLE";
    for (const glue of ["_", "-1", "1", "-1-1"]) {
      const text = (value + glue).repeat(250_000 / (value.length + glue.length));
      const found = [...text.matchAll(/AKIAIOSFODNN7EXAMPLE/g)].map(({ index }) => span(index, index + value.length));
      expect(found.length).toBeGreaterThan(10_000);
      expect(roundTrip(text, found).restored).toBe(text);
    }
  });

  test("lets an account id inside a hyphenated name keep its neighbours", () => {
    expect(settleSpans("logs-123456789012-eu", [span(5, 17, "acct")], recogniser)).toEqual([span(5, 17, "acct")]);
  });

  test("never cuts a surrogate pair when it takes a neighbour in", () => {
    const text = "x\u{1F600}123456789012\u{1F600}9";
    for (const settled of settleSpans(text, [span(3, 15, "acct")], recogniser)) {
      expect(text.slice(settled.start, settled.end).isWellFormed()).toBe(true);
    }
  });

  test("is reversible for any text and any spans, next to anything that looks like a placeholder", () => {
    const piece = fc.constantFrom(
      ..."ec2-001|ec2|-|001|_|ip|acct-1|bucket_07|1|s|x|.|와|%2D|&#45;|*|`|\\|\u{1F600}|\ud83d| |\n|ec2-0011|lit-001".split(
        "|",
      ),
    );
    const texts = fc.array(fc.oneof(piece, fc.string({ unit: "binary", maxLength: 3 })), { maxLength: 14 });
    const cuts = fc.array(fc.tuple(fc.nat(40), fc.integer({ min: 1, max: 6 }), fc.constantFrom("ec2", "ip", "acct")));
    fc.assert(
      fc.property(texts, cuts, (pieces, ranges) => {
        const text = pieces.join("");
        const found = ranges
          .map(([start, length, prefix]) => span(start, Math.min(start + length, text.length), prefix))
          .filter(({ start, end }) => start < end);
        expect(roundTrip(text, found)).toHaveProperty("restored", text);
      }),
      { numRuns: 3000 },
    );
  });
});
