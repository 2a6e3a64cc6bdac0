import { assert, constantFrom, property, uint8Array } from "fast-check";
import { describe, expect, test } from "vitest";
import { findLeaks } from "./find-leaks.ts";

const ORIGINAL = `i-0123456789abcdef0/+"비밀\\`;

describe("findLeaks", () => {
  const utf8 = Buffer.from(ORIGINAL);
  const inJson = JSON.stringify(ORIGINAL).slice(1, -1);
  test.for([
    ["plain", ORIGINAL],
    ["json", inJson],
    ["json in json", JSON.stringify({ arguments: JSON.stringify({ a: ORIGINAL }) })],
    ["ascii json", inJson.replace("비밀", "\\ube44\\ubc00")],
    ["url", encodeURIComponent(ORIGINAL)],
    ["hex", utf8.toString("hex")],
    ["upper hex", utf8.toString("hex").toUpperCase()],
  ] as const)("finds an original as %s", ([form, text]) => {
    const leaks = findLeaks([{ name: "log", bytes: Buffer.from(`before ${text} after`) }], [ORIGINAL]);
    expect(leaks.map((leak) => leak.form)).toContain(form);
  });

  test("finds an original in the base64 of any bytes around it, in both alphabets", () => {
    const around = uint8Array({ maxLength: 8 });
    assert(
      property(around, around, constantFrom("base64", "base64url"), (before, after, alphabet) => {
        const bytes = Buffer.from(Buffer.concat([before, utf8, after]).toString(alphabet));
        expect(findLeaks([{ name: "log", bytes }], [ORIGINAL])).not.toEqual([]);
      }),
    );
  });

  test("finds nothing where nothing is", () => {
    const bytes = Buffer.from("ec2-001 i-0123456789abcdef1 aS0wMTIzNDU2Nzg5YWJjZGVmMQ==");
    expect(findLeaks([{ name: "log", bytes }], [ORIGINAL])).toEqual([]);
  });
});
