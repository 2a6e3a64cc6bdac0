import * as fc from "fast-check";
import { expect, test } from "vitest";
import { decodeByteText, encodeByteText } from "../../masker-service/src/body/byte-text.ts";
import { restoreBody } from "../../masker-service/src/restore/restore-body.ts";
import { restoreText } from "../../masker-service/src/restore/restore-text.ts";
import { SEPARATORS } from "../../masker-service/src/token/separators.ts";
import { looseText } from "../token/loose-text.ts";
import { propertyRuns } from "../token/property-runs.ts";
import { ORIGINALS, recogniser } from "./originals.ts";

/** Ways to write the same text in JSON. */
const WRITINGS = {
  "as it is": (text: string) => JSON.stringify(text),
  "in ASCII": (text: string) => JSON.stringify(text).replace(/[^ -~]/g, escapeUnit),
  "with every digit escaped": (text: string) => JSON.stringify(text).replace(/(?<!\\u.{0,3})[0-9]/g, escapeUnit),
  "with solidus and spaces escaped": (text: string) =>
    JSON.stringify(text).replaceAll("/", "\\/").replaceAll(" ", "\\u0020"),
};

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function restoreBytes(json: string): string {
  return decodeByteText(restoreBody(encodeByteText(json), recogniser, { originals: ORIGINALS }, true).text);
}

test.each(Object.entries(WRITINGS))("a string %s is restored as its text is", (_, write) => {
  const texts = fc.array(looseText(), { maxLength: 4 }).map((parts) => parts.join(" ").toWellFormed());
  fc.assert(
    fc.property(texts, (text) => {
      const json = `{"content":[${write(text)}],"usage":{"tokens":12345}}`;
      const [restored] = (JSON.parse(restoreBytes(json)) as { content: string[] }).content;
      expect(restored).toBe(restoreText(text, ORIGINALS, recogniser).text);
      expect(restoreBody(json, recogniser, { originals: ORIGINALS }).text).toBe(restoreBytes(json));
    }),
    propertyRuns(1500),
  );
});

test.each(SEPARATORS)("a placeholder with %j for its hyphen is found in JSON as in a text", (separator) => {
  for (const around of [(word: string) => word, (word: string) => `말 **${word}**\n`, (word: string) => `"${word}"`]) {
    const text = around(`ec2${separator}001`);
    const { text: expected, restored } = restoreText(text, ORIGINALS, recogniser);
    expect(restored).toBe(1);
    for (const write of Object.values(WRITINGS)) expect(JSON.parse(restoreBytes(write(text)))).toBe(expected);
  }
});

test("a body in which nothing is restored is the same byte for byte", () => {
  const json = '{ "a" : "ec2-\\u0030\\u00301, ip-999 말\\/", "b": 1.0e3 }';
  expect(restoreBytes(json)).toBe(json.replace("ec2-\\u0030\\u00301", "i-1234567890abcdef0"));
  expect(restoreBytes('{"id":"msg_012345", "말":"ec2-01", "c":12345}')).toBe(
    '{"id":"msg_012345", "말":"ec2-01", "c":12345}',
  );
});

test("a long answer without a space takes linear time", () => {
  const json = JSON.stringify("x-100\n".repeat(200_000));
  expect(restoreBytes(json)).toBe(json);
});
