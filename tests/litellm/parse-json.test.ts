import { expect, test } from "vitest";
import { callGateway } from "./call-gateway.ts";

async function parse(text: string) {
  const [outcome] = await callGateway([{ call: "parse_json.parse_json", arguments: [{ utf8: text }] }]);
  return outcome;
}

test.each([
  "12345678901234567890",
  "-9007199254740993",
  "1.0",
  "[1.5e-07,0.1]",
  '"\\u00e9\\ud83d\\ude00"',
  '{"a":{"a":1}}',
])("%s keeps every digit", async (text) => {
  expect((await parse(text))?.text).toBe(text);
});

test.each([
  ["not JSON", "{"],
  ["NaN", "[NaN]"],
  ["half of a surrogate pair", '"\\ud83d"'],
  ["half of a pair beside a long number", '["\\ud83d",12345678901234567890]'],
  ["nesting without end", "[".repeat(100_000)],
  ["UTF-16", "\u0000{\u0000}"],
])("Refused without quoting it: %s", async (_, text) => {
  const outcome = await parse(text);
  expect(outcome?.failed).toMatch(/^[A-Za-z0-9 ,-]+$/);
});
