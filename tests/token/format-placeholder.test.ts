import { expect, test } from "vitest";
import { formatPlaceholder } from "../../masker-service/src/token/format-placeholder.ts";

test.each([
  [1, "ec2-001"],
  [42, "ec2-042"],
  [999, "ec2-999"],
  [1000, "ec2-1000"],
  [9_999_999, "ec2-9999999"],
])("number %i is written %s", (number, placeholder) => {
  expect(formatPlaceholder("ec2", number)).toBe(placeholder);
});
