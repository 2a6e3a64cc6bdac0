import { describe, expect, test } from "vitest";
import { createScanner } from "../../masker-service/src/patterns/scan.ts";
import { BUILT_IN_PATTERNS } from "./built-in.ts";

const scanner = createScanner(BUILT_IN_PATTERNS);
const prefixes = [...new Set([...BUILT_IN_PATTERNS.map(({ prefix }) => prefix), "lit", "word"])];
const NUMBERS = ["001", "042", "999", "1000", "12345", "202610", "1234567"];

describe("placeholders", () => {
  test("no pattern finds one that stands alone, whatever its prefix and number", () => {
    const placeholders = prefixes.flatMap((prefix) => NUMBERS.map((number) => `${prefix}-${number}`));
    const found = placeholders.filter((placeholder) => scanner.scan(`see ${placeholder}, please`).spans.length > 0);
    expect(found).toEqual([]);
  });

  test("the named kinds have the prefixes that the documentation names", () => {
    const prefixOf = new Map(BUILT_IN_PATTERNS.map(({ kind, prefix }) => [kind, prefix]));
    expect(
      ["ec2-instance", "iam-access-key", "s3-bucket", "vpc", "security-group", "subnet", "ami", "elb-name"].map(
        (kind) => prefixOf.get(kind),
      ),
    ).toEqual(["ec2", "iam", "bucket", "vpc", "sg", "subnet", "ami", "elb"]);
    expect(["rds-identifier", "ipv4", "account-id"].map((kind) => prefixOf.get(kind))).toEqual(["rds", "ip", "acct"]);
  });

  test("no pattern has the prefix that is reserved for look-alikes", () => {
    expect(BUILT_IN_PATTERNS.map(({ prefix }) => prefix)).not.toContain("lit");
  });
});
