import * as fc from "fast-check";
import { expect, test } from "vitest";
import { splitPlaceholder } from "../../masker-service/src/store/split-placeholder.ts";
import { formatPlaceholder } from "../../masker-service/src/token/format-placeholder.ts";

const prefix = fc.stringMatching(/^[a-z][a-z0-9-]{0,9}$/);

test("what was formatted is split into just that", () => {
  fc.assert(
    fc.property(prefix, fc.nat(9_999_999), (name, number) => {
      expect(splitPlaceholder(formatPlaceholder(name, number), formatPlaceholder)).toEqual({ prefix: name, number });
    }),
  );
});

test.each(["", "ec2", "001", "-001", "ec2-01", "ec2-0001", "ec2 001", "ec2-001x"])("%j is no placeholder", (text) => {
  expect(splitPlaceholder(text, formatPlaceholder)).toBeUndefined();
});
