import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createAutomaton } from "../../masker-service/src/patterns/automaton.ts";
import { createSparseAutomaton } from "../../masker-service/src/patterns/sparse-automaton.ts";

const word = fc.string({ unit: fc.constantFrom("a", "b", "-", "7"), minLength: 1, maxLength: 5 });
const words = fc.uniqueArray(word, { minLength: 1, maxLength: 12 });
const text = fc.string({ unit: fc.constantFrom("a", "A", "b", "-", "7", "é", "한", "😀"), maxLength: 60 });

/** All places where a word stands: `end:word`. */
function searchPlainly(haystack: string, needles: readonly string[]): string[] {
  return needles.flatMap((needle) => {
    const ends: string[] = [];
    for (let at = haystack.indexOf(needle); at !== -1; at = haystack.indexOf(needle, at + 1)) {
      ends.push(`${at + needle.length}:${needle}`);
    }
    return ends;
  });
}

describe("createAutomaton", () => {
  test("finds every place of every word, whatever the case, as a plain search does", () => {
    fc.assert(
      fc.property(words, text, (needles, haystack) => {
        const found: string[] = [];
        createAutomaton(needles).walk(haystack, (end, hits) =>
          found.push(...hits.map((hit) => `${end}:${needles[hit]}`)),
        );
        expect(found.toSorted()).toEqual(searchPlainly(haystack.toLowerCase(), needles).toSorted());
      }),
    );
  });

  test("names the longest of the words that end at one place first", () => {
    const ends: (readonly number[])[] = [];
    createAutomaton(["c", "abc", "bc"]).walk("xabc", (_, hits) => ends.push(hits));
    expect(ends).toEqual([[1, 2, 0]]);
  });
});

describe("createSparseAutomaton", () => {
  test("finds every place of every word, case counting, as a plain search does", () => {
    fc.assert(
      fc.property(words, text, (needles, haystack) => {
        const found: string[] = [];
        createSparseAutomaton(needles).walk(haystack, (end, hit) => {
          found.push(`${end}:${needles[hit]}`);
          return false;
        });
        expect(found.toSorted()).toEqual(searchPlainly(haystack, needles).toSorted());
      }),
    );
  });
});
