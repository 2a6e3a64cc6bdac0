import * as fc from "fast-check";
import { expect, test } from "vitest";
import { packNumbers, unpackNumbers } from "../../masker-service/src/ticket/number-set.ts";

test("any set of numbers comes back, in order", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          fc.nat(300),
          fc.nat(),
          fc.maxSafeNat().map((n) => n % 1e15),
        ),
      ),
      (numbers) => {
        const expected = [...new Set(numbers)].toSorted((left, right) => left - right);
        expect(unpackNumbers(packNumbers(numbers))).toEqual(expected);
      },
    ),
  );
});

test.each([
  ["in sequence take a bit each", 1, 126],
  ["five apart take four bits or fewer each", 5, 501],
  ["a million apart take 22 bits or fewer each", 1_000_000, 2751],
])("a thousand numbers %s", (_, step, bytes) => {
  const numbers = Array.from({ length: 1000 }, (_each, n) => n * step);
  expect(packNumbers(numbers).length).toBeLessThanOrEqual(bytes);
});
