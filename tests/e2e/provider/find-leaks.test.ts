import { assert, constantFrom, property, uint8Array } from "fast-check";
import { gzipSync } from "node:zlib";
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

  test("finds an original inside gzip, wherever that begins, and inside gzip in gzip, cut off or not", () => {
    const packed = gzipSync(`before ${ORIGINAL} after ${"x".repeat(50)}`);
    for (const bytes of [packed, gzipSync(packed), packed.subarray(0, -8)]) {
      const around = Buffer.concat([
        Buffer.from("a log line "),
        bytes,
        Buffer.from([0x1f, 0x8b, 0x08, 0xff]),
        Buffer.from("end"),
      ]);
      const [leak] = findLeaks([{ name: "log", bytes: around }], [ORIGINAL]);
      expect(leak?.source).toMatch(/^log, gzip at 11/);
    }
  });

  test("finds each of ten thousand originals, a word of four letters too, where it first stands", () => {
    const originals = [
      "Acme",
      ...Array.from({ length: 10_000 }, (_, number) => `i-${String(number).padStart(17, "0")}`),
    ];
    const bytes = Buffer.from(originals.toReversed().join(" "));
    const plain = findLeaks([{ name: "log", bytes }], originals).filter(({ form }) => form === "plain");
    expect(plain.map(({ original, offset }) => [original, offset])).toEqual(
      originals.map((original) => [original, bytes.indexOf(original)]),
    );
  });

  test("finds nothing where nothing is", () => {
    const bytes = Buffer.from("ec2-001 i-0123456789abcdef1 aS0wMTIzNDU2Nzg5YWJjZGVmMQ==");
    expect(findLeaks([{ name: "log", bytes }], [ORIGINAL])).toEqual([]);
  });
});
