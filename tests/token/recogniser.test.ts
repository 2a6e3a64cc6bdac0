import { describe, expect, test } from "vitest";
import { MaskerError } from "../../masker-service/src/errors.ts";
import { createRecogniser } from "../../masker-service/src/token/recogniser.ts";

const recogniser = createRecogniser(["ec2", "iam", "net", "subnet", "ip", "acct", "bucket", "lit"]);

/** `«…»` marks what is recognised, its canonical form stands beside it. */
const RECOGNISED: readonly [why: string, marked: string, placeholder: string][] = [
  ["as it was issued", "stop «ec2-001» now", "ec2-001"],
  ["with four digits", "stop «ec2-1000» now", "ec2-1000"],
  ["with seven digits", "stop «ec2-1234567» now", "ec2-1234567"],
  ["in upper case", "«EC2-001» is up", "ec2-001"],
  ["in title case", "«Ec2-001» is up", "ec2-001"],
  ["with a Unicode hyphen", "«ec2‐001»", "ec2-001"],
  ["with a non-breaking hyphen", "«ec2\u2011001»", "ec2-001"],
  ["with an en dash", "«ec2–001»", "ec2-001"],
  ["with a minus sign", "«ec2−001»", "ec2-001"],
  ["with a full-width hyphen", "«ec2－001»", "ec2-001"],
  ["as an identifier", "resource.«ec2_001».id", "ec2-001"],
  ["escaped for Markdown", "«ec2\\-001» and so on", "ec2-001"],
  ["as an identifier escaped for Markdown", "«ec2\\_001»", "ec2-001"],
  ["escaped twice", '"«ec2\\\\-001»"', "ec2-001"],
  ["percent-encoded", "?id=«ec2%2D001»&x=1", "ec2-001"],
  ["percent-encoded in lower case", "?id=«ec2%2d001»", "ec2-001"],
  ["percent-encoded twice", "?id=«ec2%252D001»", "ec2-001"],
  ["with a percent-encoded Unicode hyphen", "?id=«ec2%E2%80%91001»", "ec2-001"],
  ["with a decimal entity", "<b>«ec2&#45;001»</b>", "ec2-001"],
  ["with a hexadecimal entity", "<b>«ec2&#x2D;001»</b>", "ec2-001"],
  ["with an entity of a non-breaking hyphen", "«ec2&#8209;001»", "ec2-001"],
  ["with a named entity", "«ec2&hyphen;001»", "ec2-001"],
  ["with a JSON escape", '"«ec2\\u2011001»"', "ec2-001"],
  ["with a zero-width space before the hyphen", "«ec2\u200b-001»", "ec2-001"],
  ["between word joiners", "«ec2\u2060-\u2060001»", "ec2-001"],
  ["with a soft hyphen after the hyphen", "«ec2-\u00ad001»", "ec2-001"],
  ["in bold", "**«ec2-001»**", "ec2-001"],
  ["in code", "`«ec2-001»`", "ec2-001"],
  ["in emphasis by underscores", "_«ec2-001»_", "ec2-001"],
  ["struck through", "~~«ec2-001»~~", "ec2-001"],
  ["with its prefix in bold", "the «**ec2**-001» host", "ec2-001"],
  ["with its number in bold", "the «ec2-**001**» host", "ec2-001"],
  ["with prefix and hyphen in bold", "the «**ec2-**001» host", "ec2-001"],
  ["with hyphen and number in bold", "the «ec2**-001**» host", "ec2-001"],
  ["with prefix and number in bold", "the «**ec2**-**001**» host", "ec2-001"],
  ["with prefix and number in code", "the «`ec2`-`001`» host", "ec2-001"],
  ["with the hyphen between two codes", "the `a «ec2`-`001» b` host", "ec2-001"],
  ["in the plural", "both «ec2-001»s are up", "ec2-001"],
  ["in the possessive", "«ec2-001»'s disk", "ec2-001"],
  ["before a Korean particle", "«ec2-001»와 함께", "ec2-001"],
  ["before another Korean particle", "«ec2-001»를 중지", "ec2-001"],
  ["after Hangul", "인스턴스«ec2-001»를", "ec2-001"],
  ["at the end of a sentence", "It is «ec2-001».", "ec2-001"],
  ["at the end of a sentence before another", "It is «ec2-001». 5 more", "ec2-001"],
  ["at the beginning of a range", "«ec2-001»..003", "ec2-001"],
  ["in a list", "(«ec2-001»,002)", "ec2-001"],
  ["in a path", "/data/«ec2-001»/log", "ec2-001"],
  ["within an ARN", "arn:aws:ec2:us-east-1:«acct-001»:instance/x", "acct-001"],
  ["between hyphens in a name", "logs-«acct-001»-us-east-1", "acct-001"],
  ["before an underscore", "«ec2-001»_backup.tar", "ec2-001"],
  ["before an underscore and a date", "«ec2-001»_2024.log", "ec2-001"],
  ["after an escape in source code", 'echo("a\\n«ec2-001»")', "ec2-001"],
  ["after a Unicode escape in source code", '"\\u003c«ec2-001»\\u003e"', "ec2-001"],
  ["after a URL escape", "a%20«ec2-001»%20b", "ec2-001"],
  ["after a URL-encoded letter", "%EA%B0%80«ec2-001»", "ec2-001"],
  ["after a terminal colour", "\u001b[1;31m«ec2-001»\u001b[0m", "ec2-001"],
  ["after an emoji", "🚀«ec2-001»🚀", "ec2-001"],
  ["beside lone surrogates", "\ud83d«ec2-001»\ude80", "ec2-001"],
  ["as the longer of two prefixes", "«subnet-001»", "subnet-001"],
];

const NOT_RECOGNISED: readonly [why: string, text: string][] = [
  ["a number with a zero too many", "ec2-0012"],
  ["a number of eight digits", "sg-12345678 ec2-12345678"],
  ["a number of two digits", "ec2-01"],
  ["a letter after it", "ec2-001x"],
  ["a part of a longer name", "my-ec2-001x"],
  ["a letter before it", "myec2-001"],
  ["an underscore before it", "my_ec2-001"],
  ["a private host name", "ip-10-0-1-17"],
  ["a private host name with long numbers", "ip-100-200-101-117"],
  ["a public host name", "ec2-52-32-48-61.us-west-2.compute.amazonaws.com"],
  ["a public host name with a long first number", "ec2-100-20-3-4"],
  ["a host name as an identifier", "ec2_100_20_3_4"],
  ["a host name percent-encoded", "ec2%2D100%2D20%2D3%2D4"],
  ["a host name with Unicode hyphens", "ec2‑100‑20‑3‑4"],
  ["a version", "ec2-100.20"],
  ["another prefix that ends like one", "vip-001"],
  ["another word that ends like a prefix", "planet-001"],
  ["a plural that goes on", "ec2-001st"],
  ["a number that goes on after a zero-width space", "ec2-001\u200b2"],
  ["a space in place of the hyphen", "ec2 001"],
  ["nothing in place of the hyphen", "ec2001"],
  ["two hyphens", "ec2--001"],
  ["markers that do not pair", "ec2**-001 and ec2-`001 and **ec2`-001"],
  ["a prefix nobody issues", "foo-001"],
  ["a prefix in another alphabet", "еc2-001"],
  ["a Kelvin sign that lower-cases to k", "buc\u212aet-001"],
];

describe("a placeholder is recognised", () => {
  test.each(RECOGNISED)("%s: %s", (_why, marked, placeholder) => {
    const start = marked.indexOf("«");
    const end = marked.indexOf("»") - 1;
    expect(recogniser.find(marked.replace(/[«»]/g, ""))).toEqual([{ start, end, placeholder }]);
  });
});

describe("no placeholder is", () => {
  test.each(NOT_RECOGNISED)("%s: %s", (_why, text) => {
    expect(recogniser.find(text)).toEqual([]);
  });
});

test("each of several placeholders in a text is found", () => {
  const found = recogniser.find("ec2-1000 ec2-100, iam-001/IAM_002");
  expect(found.map(({ placeholder }) => placeholder)).toEqual(["ec2-1000", "ec2-100", "iam-001", "iam-002"]);
});

test("what stands before `from` decides as a left neighbour and is not searched", () => {
  expect(recogniser.find("ec2-001 subnet-001", 11)).toEqual([]);
  expect(recogniser.find("ec2-001 subnet-001", 8)).toHaveLength(1);
});

test.each(["EC2", "ec2-", "1ec", "", "a".repeat(33)])("a prefix %j is refused by name", (prefix) => {
  expect(() => createRecogniser([prefix])).toThrow(MaskerError);
  expect(() => createRecogniser([prefix])).toThrow(JSON.stringify(prefix));
});
