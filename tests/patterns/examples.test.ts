import { describe, expect, test } from "vitest";
import { createScanner } from "../../masker-service/src/patterns/scan.ts";
import { BUILT_IN_PATTERNS } from "./built-in.ts";
import { mark, unmark } from "./marks.ts";

const everything = createScanner(BUILT_IN_PATTERNS);
const usual = createScanner(BUILT_IN_PATTERNS.filter((pattern) => pattern.default === "on"));

describe.for(BUILT_IN_PATTERNS)("$kind", (pattern) => {
  const scanner = pattern.default === "on" ? usual : everything;
  const groups = [...pattern.regex.matchAll(/\(\?<(\w+)>/g)].map(([, group = ""]) => group.replaceAll("_", "-"));
  const kinds = new Set([pattern.kind, ...groups]);
  const findOwn = (text: string) => scanner.scan(text).spans.filter(({ kind }) => kinds.has(kind));

  test.for(pattern.positives)("is found exactly where marked in %s", (positive) => {
    const text = unmark(positive);
    expect(mark(text, findOwn(text))).toBe(positive);
  });

  test.for(pattern.negatives)("is not found in $text: $why", ({ text }) => {
    expect(findOwn(text).filter(({ kind }) => kind === pattern.kind)).toEqual([]);
  });

  test("has the prefix of its entry in what a scan answers", () => {
    const spans = pattern.positives.flatMap((positive) => findOwn(unmark(positive)));
    const own = spans.filter(({ kind }) => kind === pattern.kind);
    expect(own.every(({ prefix }) => prefix === pattern.prefix)).toBe(true);
  });
});
