import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { VALIDATORS } from "../../masker-service/src/patterns/validators.ts";
import { DOCUMENT, writeKinds } from "./kinds-table.ts";

/** The formatter lines the columns of tables up. */
const unpad = (text: string): string => text.replaceAll(/ {2,}/g, " ").replaceAll(/-{3,}/g, "---");
const document = readFileSync(DOCUMENT, "utf8");

test("docs/patterns.md lists the kinds as they are (write it with node tests/patterns/kinds-table.ts)", () => {
  expect(unpad(document)).toBe(unpad(writeKinds(document)));
});

test("docs/patterns.md names every validator", () => {
  expect(Object.keys(VALIDATORS).filter((name) => !document.includes(`\`${name}\``))).toEqual([]);
});
