import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findTexts } from "../../masker-service/src/body/find-texts.ts";
import { propertyRuns } from "../token/property-runs.ts";
import { replaceTexts } from "./replace-texts.ts";

describe("only what an edit names is written anew", () => {
  test.each([
    ["a value", '{ "a" : "x OLD y" }', '{ "a" : "x new y" }'],
    ["a key", '{"OLD":1}', '{"new":1}'],
    ["items", '["OLD", 1.0, "OLD"]', '["new", 1.0, "new"]'],
    [
      "big numbers stay",
      '{"n":12345678901234567890,"e":1E+2,"a":"OLD"}',
      '{"n":12345678901234567890,"e":1E+2,"a":"new"}',
    ],
    ["duplicate keys stay", '{"a":"OLD","a":"OLD"}', '{"a":"new","a":"new"}'],
    ["escapes outside the edit stay", '"\\u0041\\/ OLD \\u00e9\\n"', '"\\u0041\\/ new \\u00e9\\n"'],
    ["escapes inside the edit go", '"\\u0041 \\u004fLD \\/"', '"\\u0041 new \\/"'],
    ["lone surrogates stay", '"\\ud83d OLD \\ude80"', '"\\ud83d new \\ude80"'],
    ["tool arguments", call('{"a": "OLD\\n OLD", "OLD":["OLD"]}'), call('{"a": "new\\n new", "new":["new"]}')],
    ["escapes in tool arguments", call('{"a":"\\u004fLD\\u0022 \\"OLD"}'), call('{"a":"new\\u0022 \\"new"}')],
    ["tool arguments that are not JSON", call('{OLD "'), call('{new "')],
    ["strings after tool arguments", `[${call('["OLD"]')},"OLD"]`, `[${call('["new"]')},"new"]`],
  ])("%s", (_what, json, expected) => {
    expect(replaceTexts(json, "OLD", "new")).toBe(expected);
  });
});

test("a value is the same text in tool arguments as anywhere else", () => {
  const value = 'p"w\\\n한';
  const body = {
    input: { a: value },
    tool_calls: [{ function: { name: "f", arguments: JSON.stringify({ a: value }) } }],
  };
  const texts = findTexts(JSON.stringify(body)).map(({ literal }) => literal.text);
  expect(texts.filter((text) => text === value)).toHaveLength(2);
});

test("a body that is not edited is the same body", () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      expect(replaceTexts(json, "\u0000none", "x")).toBe(json);
    }),
    propertyRuns(300),
  );
});

test("any edit of any strings gives the body that editing the parsed value gives", () => {
  const word = fc.constantFrom("OLD", "a", '"', "\\", "\n", "한", "\ud83d", "🤖", "\u2028");
  const anyText = fc.array(word).map((words) => words.join(""));
  fc.assert(
    fc.property(fc.array(fc.tuple(anyText, fc.boolean(), fc.boolean())), (parts) => {
      const written = parts.map(([text, isOdd, isCall]) =>
        isCall ? call(JSON.stringify([text])) : write(text, isOdd),
      );
      const replaced: unknown = JSON.parse(replaceTexts(`[${written.join()}]`, "OLD", "new"));
      const expected = parts.map(([text, , isCall]) => {
        const edited = text.replaceAll("OLD", "new");
        return isCall ? (JSON.parse(call(JSON.stringify([edited]))) as unknown) : edited;
      });
      expect(replaced).toEqual(expected);
    }),
    propertyRuns(500),
  );
});

/** A string literal, with every character escaped if `isOdd`. */
function write(text: string, isOdd: boolean): string {
  if (!isOdd) return JSON.stringify(text);
  const escapes = Array.from({ length: text.length }, (_, at) => text.charCodeAt(at).toString(16).padStart(4, "0"));
  return `"${escapes.map((hex) => `\\u${hex}`).join("")}"`;
}

function call(json: string): string {
  return `{"function":{"name":"f","arguments":${JSON.stringify(json)}}}`;
}
