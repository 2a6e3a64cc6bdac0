import * as fc from "fast-check";
import { expect, test } from "vitest";
import { endsEscape, LONGEST_ESCAPE } from "../../masker-service/src/ends-escape.ts";
import { startsWord } from "../../masker-service/src/patterns/edges.ts";
import { createScanner } from "../../masker-service/src/patterns/scan.ts";
import { isFreeLeft } from "../../masker-service/src/token/left-boundary.ts";
import { createRecogniser } from "../../masker-service/src/token/recogniser.ts";
import { BUILT_IN_PATTERNS } from "../patterns/built-in.ts";
import { mark, unmark } from "../patterns/marks.ts";
import { propertyRuns } from "./property-runs.ts";

const scanner = createScanner(BUILT_IN_PATTERNS.filter((pattern) => pattern.default === "on"));
const recogniser = createRecogniser(BUILT_IN_PATTERNS.map(({ prefix }) => prefix));

const VALUES = [
  "i-0a1b2c3d4e5f67890",
  "vpc-0a1b2c3d4e5f67890",
  "ami-0a1b2c3d4e5f67890",
  "AKIA1234567890ABCDEF",
  `ghp_${"aB3dE6gH9j".repeat(3)}aB3dE6`,
];

const ESCAPES: readonly (readonly [what: string, escape: string])[] = [
  ...["n", "r", "t", "b", "f", "v", "a", "0"].map((letter) => [`\\${letter} written out`, `\\${letter}`] as const),
  ["a byte in hexadecimal, as nginx logs a quote", String.raw`\x22`],
  ["a code unit", String.raw`\u003d`],
  ["a byte in octal", String.raw`\075`],
  ["a line break of rsyslog", "#012"],
  ["a URL escape", "%2F"],
  ["a URL escape in a URL", "%252F"],
  ["that again", "%25252f"],
  ["the fragment of a console's URL", "$252F"],
  ["a query in the fragment of a console's URL", "$3D"],
  ["quoted-printable", "=3D"],
  ["a colour", "\u001b[01;31m"],
  ["a colour of 24 bits, foreground and background", "\u001b[1;38;2;255;255;255;48;2;255;255;255m"],
  ["a colour with colons", "\u001b[38:5:10m"],
  ["a colour without its ESC", "[32m"],
  ["a line cleared by grep", "\u001b[01;31m\u001b[K"],
  ["a screen cleared", "\u001b[2J"],
  ["a cursor shown", "\u001b[?25h"],
  ["a character set chosen", "\u001b(B"],
  ...["\\033", "\\e", "\\x1b", "\\x1B", "\\u001b", "\\u001B", "\\u{1b}", "^[", "#033"].flatMap((esc) => [
    [`a colour after ${esc}`, `${esc}[1;32m`] as const,
    [`a line cleared after ${esc}`, `${esc}[K`] as const,
    [`a character set after ${esc}`, `${esc}(B`] as const,
  ]),
];

test.each(ESCAPES)("%s before a value hides neither it nor its placeholder", (_what, escape) => {
  for (const value of VALUES) {
    const text = `x ${escape}${value} y`;
    const [span] = scanner.scan(text).spans;
    expect(text.slice(span?.start, span?.end)).toBe(value);
    const masked = `x ${escape}${span?.prefix}-001 y`;
    expect(recogniser.find(masked).map(({ start }) => start)).toEqual([2 + escape.length]);
  }
});

test.each([
  "x",
  "xx22",
  String.raw`\x2`,
  String.raw`\u00`,
  "2F",
  "%F",
  "$F",
  "x3D",
  "=D",
  "31m",
  "\u001b[x1",
  "(B",
  "#01",
])("%j is no escape", (before) => {
  expect(scanner.scan(`${before}i-0a1b2c3d4e5f67890`).spans).toEqual([]);
  expect(recogniser.find(`${before}ec2-001`)).toEqual([]);
});

test.each([
  "%22",
  "%2522",
  String.raw`\x22`,
  String.raw`\u0022`,
  "#012",
  String.raw`\n`,
  "$3D",
  "=3D",
  "\u001b[2J",
  "\u001b(0",
])("an address after %j has none of its digits", (escape) => {
  const start = escape.length;
  expect(scanner.scan(`${escape}52.94.133.131"`).spans).toMatchObject([{ start, end: start + 13, prefix: "ip" }]);
  expect(scanner.scan(`${escape}172.31.0.0/16"`).spans).toMatchObject([{ start, end: start + 13, prefix: "cidr" }]);
});

test.each([
  String.raw`\\«fs-0123456789abcdef0».fsx`,
  String.raw`\\«172.31.0.5»\share`,
  String.raw`\\«52.94.133.131»\share`,
])("%s, a path of Windows, is not read as an escape", (marked) => {
  const text = unmark(marked);
  expect(mark(text, scanner.scan(text).spans)).toBe(marked);
});

const piece = fc.oneof(
  fc.constantFrom(...ESCAPES.map(([, escape]) => escape)),
  fc.constantFrom(...Array.from("\\\u001b[](;:?%$=#^_-+{}0257bBeuxDFmKn \n")),
);
const before = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));

test("after a letter or digit a value may begin exactly where a placeholder may", () => {
  fc.assert(
    fc.property(before, (text) => {
      fc.pre(/[A-Za-z0-9]$/.test(text));
      expect(startsWord(text, text.length, "strict")).toBe(isFreeLeft(text, text.length));
    }),
    propertyRuns(5000),
  );
});

test("what decides is no longer than the context that streams keep", () => {
  const longest = `\\u{1b}[${"2555;".repeat(12)}2555m`;
  expect(longest).toHaveLength(LONGEST_ESCAPE);
  fc.assert(
    fc.property(before, (text) => {
      const kept = text.slice(-LONGEST_ESCAPE);
      expect(endsEscape(kept, kept.length)).toBe(endsEscape(text, text.length));
    }),
    propertyRuns(2000),
  );
});
