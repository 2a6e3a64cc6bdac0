import * as fc from "fast-check";
import { looseText } from "../token/loose-text.ts";

const hex = (length: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...Array.from("0123456789abcdef")), minLength: length, maxLength: length });
const upper = fc.string({
  unit: fc.constantFrom(...Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")),
  minLength: 16,
  maxLength: 16,
});

/** Identifiers that a pattern finds wherever they stand clear of letters, digits and hyphens. */
export const identifier: fc.Arbitrary<string> = fc.oneof(
  hex(17).map((digits) => `i-${digits}`),
  hex(17).map((digits) => `sg-${digits}`),
  hex(8).map((digits) => `vpc-${digits}`),
  upper.map((letters) => `AKIA${letters}`),
  fc.constantFrom("i-1234567890abcdef0", "AKIA1234567890ABCDEF", "subnet-0123456789abcdef0"),
);

/** What surrounds them: look-alikes and their manglings, quotes, escapes, halves of characters, words that teach names. */
const around = fc.oneof(
  looseText(),
  fc.constantFrom(
    " s3://acme-prod-logs/x ",
    " acme-prod-logs ",
    " arn:aws:iam::123456789012:role/Deployer ",
    " 10.0.0.7 ",
  ),
  fc.string({ unit: "binary", maxLength: 8 }),
);

export interface Written {
  readonly text: string;
  /** Those in the text, each between blanks. */
  readonly identifiers: readonly string[];
}

/** Text with identifiers in it. */
export const written: fc.Arbitrary<Written> = fc
  .array(fc.tuple(around, fc.option(identifier)), { maxLength: 4 })
  .map((pieces) => {
    const identifiers = pieces.flatMap(([, each]) => each ?? []);
    return {
      text: pieces.map(([before, each]) => (each === null ? before : `${before} ${each} `)).join(""),
      identifiers,
    };
  });
