import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openBody } from "../../masker-service/src/body/open-body.ts";

const SECRET = 'p"w\\\n';

/** Writes `to` over every `from` in every text. */
function replaceEverywhere(json: string, from: string, to: string): string {
  const body = openBody(json);
  return body.write(
    body.texts.map(({ text }) => {
      const edits = [];
      for (let at = text.indexOf(from); at !== -1; at = text.indexOf(from, at + from.length)) {
        edits.push({ start: at, end: at + from.length, text: to });
      }
      return edits;
    }),
  );
}

describe("only what an edit names is written anew", () => {
  test.each([
    ["a value", '{ "a" : "x OLD y" }', '{ "a" : "x new y" }'],
    ["a key", '{"OLD":1}', '{"new":1}'],
    ["an item", '["OLD", 1.0, "OLD"]', '["new", 1.0, "new"]'],
    [
      "big numbers stay",
      '{"n":12345678901234567890,"f":1.0,"e":1E+2,"a":"OLD"}',
      '{"n":12345678901234567890,"f":1.0,"e":1E+2,"a":"new"}',
    ],
    ["duplicate keys stay", '{"a":"OLD","a":"OLD"}', '{"a":"new","a":"new"}'],
    ["escapes outside the edit stay", '"\\u0041\\/ OLD \\u00e9\\n"', '"\\u0041\\/ new \\u00e9\\n"'],
    ["escapes inside the edit go", '"\\u0041 \\u004fLD \\/"', '"\\u0041 new \\/"'],
    ["lone surrogates stay", '"\\ud83d OLD \\ude80"', '"\\ud83d new \\ude80"'],
    [
      "tool arguments",
      '{"function":{"arguments":"{\\"a\\": \\"OLD\\\\n\\"}"}}',
      '{"function":{"arguments":"{\\"a\\": \\"new\\\\n\\"}"}}',
    ],
    [
      "tool arguments that are not JSON",
      '{"function":{"arguments":"{OLD \\"}"}}',
      '{"function":{"arguments":"{new \\"}"}}',
    ],
  ])("%s", (_what, json, expected) => {
    expect(replaceEverywhere(json, "OLD", "new")).toBe(expected);
  });
});

test("text is escaped as often as the depth of its string demands", () => {
  const inner = JSON.stringify({ list: ["OLD"], OLD: { deep: "a OLD b" } });
  const body = { text: "OLD", tool_calls: [{ function: { name: "f", arguments: inner } }] };
  const written = JSON.parse(replaceEverywhere(JSON.stringify(body), "OLD", SECRET)) as typeof body;
  expect(written.text).toBe(SECRET);
  expect(JSON.parse(written.tool_calls[0]?.function.arguments ?? "")).toEqual({
    list: [SECRET],
    [SECRET]: { deep: `a ${SECRET} b` },
  });
});

test("a body without edits is the same body", () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      expect(openBody(json).write([])).toBe(json);
    }),
  );
});

test("any edits of any strings give the body that editing the parsed value gives", () => {
  const anyText = fc.string({ unit: "binary" });
  const bodies = fc.array(fc.tuple(anyText, anyText, anyText, fc.boolean()), { minLength: 1 });
  fc.assert(
    fc.property(bodies, (parts) => {
      const escape = (value: string, isOdd: boolean): string =>
        isOdd
          ? Array.from({ length: value.length }, (_, at) => `\\u${hex(value.charCodeAt(at))}`).join("")
          : JSON.stringify(value).slice(1, -1);
      const json = `[${parts.map(([head, old, , isOdd]) => `"${escape(head, isOdd)}${escape(old, !isOdd)}"`).join()}]`;
      const edits = parts.map(([head, old, text]) => [{ start: head.length, end: head.length + old.length, text }]);
      expect(JSON.parse(openBody(json).write(edits))).toEqual(parts.map(([head, , text]) => head + text));
    }),
  );
});

test("a million edits in one body are written", () => {
  const json = `[${Array.from({ length: 1_000_000 }, () => '"a"').join()}]`;
  const body = openBody(json);
  expect(body.write(body.texts.map(() => [{ start: 0, end: 1, text: "b" }]))).toBe(json.replaceAll("a", "b"));
});

function hex(code: number): string {
  return code.toString(16).padStart(4, "0");
}
