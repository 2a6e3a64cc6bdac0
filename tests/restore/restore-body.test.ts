import { describe, expect, test } from "vitest";
import { MaskerError } from "../../masker-service/src/errors.ts";
import { restoreBody } from "../../masker-service/src/restore/restore-body.ts";
import { ORIGINALS, recogniser } from "./originals.ts";

const EC2 = "i-1234567890abcdef0";
const QUOTED = ORIGINALS.get("sg-001") ?? "";
const PEM = ORIGINALS.get("pem-001") ?? "";

function restore(value: unknown): unknown {
  return JSON.parse(restoreBody(JSON.stringify(value), recogniser, { originals: ORIGINALS }).text);
}

describe("a whole answer is restored in", () => {
  test.each([
    ["text", { content: [{ type: "text", text: "ec2-001" }] }, { content: [{ type: "text", text: EC2 }] }],
    ["keys", { "ec2-001": { "EC2-001": 1 } }, { [EC2]: { [EC2]: 1 } }],
    [
      "blocks that nobody knows",
      { content: [{ type: "odd", x: [["ec2-001"]] }] },
      { content: [{ type: "odd", x: [[EC2]] }] },
    ],
    ["the input of a tool", { type: "tool_use", input: { a: "sg-001" } }, { type: "tool_use", input: { a: QUOTED } }],
    [
      "JSON in the input of a tool",
      { type: "mcp_tool_use", input: { a: [{ b: '{"c":"pem-001"}' }] } },
      { type: "mcp_tool_use", input: { a: [{ b: JSON.stringify({ c: PEM }) }] } },
    ],
    [
      "the arguments of a chat tool",
      { function: { arguments: '{"a":"sg-001"}' } },
      { function: { arguments: JSON.stringify({ a: QUOTED }) } },
    ],
    [
      "the arguments of a function item",
      { type: "function_call", arguments: '{"a":"pem-001"}' },
      { type: "function_call", arguments: JSON.stringify({ a: PEM }) },
    ],
    [
      "the arguments of Gemini",
      { functionCall: { args: { a: '["pem-001"]' } } },
      { functionCall: { args: { a: JSON.stringify([PEM]) } } },
    ],
    ["text that looks like JSON, as it is", { text: '{"a":"pem-001"}' }, { text: `{"a":"${PEM}"}` }],
    ["errors", { error: { message: "no instance ec2-001" } }, { error: { message: `no instance ${EC2}` } }],
  ])("%s", (_what, answer, restored) => {
    expect(restore(answer)).toEqual(restored);
  });
});

test("thinking stays", () => {
  const answer = { content: [{ type: "thinking", thinking: "ec2-001", signature: "ec2-001" }] };
  expect(restore(answer)).toEqual(answer);
});

test("all bytes stay but those of a placeholder", () => {
  const json = ' {"n": 12345678901234567890, "f": 1.0, "a":"\\u0041 ec2-001 \\/\\u00e9", "a": "b" }\n';
  expect(restoreBody(json, recogniser, { originals: ORIGINALS }).text).toBe(json.replace("ec2-001", EC2));
});

test("what is not JSON is refused", () => {
  expect(() => restoreBody("Bad Gateway", recogniser, { originals: ORIGINALS })).toThrow(MaskerError);
});

test("counts and names are those of all strings", () => {
  const { restored, unknown } = restoreBody('["ec2-001","ec2-099",{"ec2-001":"ec2_099"}]', recogniser, {
    originals: ORIGINALS,
  });
  expect({ restored, unknown }).toEqual({ restored: 2, unknown: ["ec2-099"] });
});
