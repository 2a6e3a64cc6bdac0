import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { refuseSlowRegex } from "../../masker-service/src/patterns/refuse-slow-regex.ts";
import { BUILT_IN_PATTERNS } from "./built-in.ts";

/** Regexes that recheck has called safe, one a line: it takes minutes for all of them. */
const CHECKED = new Set(readFileSync(new URL("checked-regexes.txt", import.meta.url), "utf8").split("\n"));
const IS_LONG = process.env["MASKER_TEST_LONG"] === "1";

describe("regexes of the built-in patterns", () => {
  const unchecked = BUILT_IN_PATTERNS.filter(({ regex }) => IS_LONG || !CHECKED.has(regex));

  test.for(unchecked)(
    "that of $kind takes linear time (add it to checked-regexes.txt)",
    { timeout: 120_000 },
    async (pattern) => {
      await expect(refuseSlowRegex("built-in", pattern)).resolves.toBeUndefined();
    },
  );

  test("those called safe are all in use", () => {
    const inUse = new Set(BUILT_IN_PATTERNS.map(({ regex }) => regex));
    expect([...CHECKED].filter((regex) => regex !== "" && !inUse.has(regex))).toEqual([]);
  });
});
