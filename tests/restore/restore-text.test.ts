import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { restoreText } from "../../masker-service/src/restore/restore-text.ts";
import { createReveals } from "../../masker-service/src/restore/reveal.ts";
import { createTextReader } from "../../masker-service/src/restore/text-reader.ts";
import { looseText } from "../token/loose-text.ts";
import { ORIGINALS, recogniser } from "./originals.ts";
import { readInPieces } from "./read-in-pieces.ts";
import { propertyRuns } from "../token/property-runs.ts";

describe("restoring a text", () => {
  test.each([
    ["puts the original in", "stop ec2-001 now", "stop i-1234567890abcdef0 now"],
    ["keeps what is around", "**EC2_001**s, `ec2-001`", "**i-1234567890abcdef0**s, `i-1234567890abcdef0`"],
    ["takes in what is inside", "the **ec2**-001 host", "the i-1234567890abcdef0 host"],
    ["does not read an original again", "ec2-002", "ec2-001"],
    ["leaves what this request does not hold", "ec2-099 ec2-1001", "ec2-099 ec2-1001"],
    ["writes originals as they are", "sg-001", 'say "hi" \\ / \u0000\u001f'],
  ])("%s", (_what, text, restored) => {
    expect(restoreText(text, ORIGINALS, recogniser).text).toBe(restored);
  });

  test("counts what it restored and names what it did not know", () => {
    const { restored, unknown } = restoreText("ec2-001 EC2-099 ec2_099 ec2-001", ORIGINALS, recogniser);
    expect({ restored, unknown }).toEqual({ restored: 2, unknown: ["ec2-099"] });
  });
});

test("a text restored in pieces is the text restored whole, however it is cut", () => {
  const pieces = fc.array(looseText(3));
  fc.assert(
    fc.property(pieces, (texts) => {
      const reader = createTextReader(recogniser, createReveals({ originals: ORIGINALS }).inText);
      expect(readInPieces(reader, texts)).toBe(restoreText(texts.join(""), ORIGINALS, recogniser).text);
    }),
    propertyRuns(1500),
  );
});
