import type { ByteWriter } from "./byte-writer.ts";
import { packNumbers } from "./number-set.ts";

/** Longer runs of digits are no numbers below 2^50. */
const MOST_DIGITS = 15;

/**
 * Writes texts that mostly are a stem and a number. It knows no more of placeholders than that, so anything else goes
 * through too, at its length.
 *
 *     group   stem, width, numbers     width: they are zero-padded to it; 0: the stem is the whole text
 */
export function packPlaceholders(writer: ByteWriter, placeholders: Iterable<string>): void {
  const stems = new Map<string, string[]>();
  for (const placeholder of placeholders) {
    const digits = /\d*$/.exec(placeholder)?.[0].slice(-MOST_DIGITS) ?? "";
    const stem = placeholder.slice(0, placeholder.length - digits.length);
    const numbers = stems.get(stem);
    if (numbers === undefined) stems.set(stem, [digits]);
    else numbers.push(digits);
  }
  for (const [stem, numbers] of stems) {
    for (const [width, sameWidth] of groupByWidth(numbers)) {
      writer.text(stem);
      writer.number(width);
      if (width > 0) writer.bytes(packNumbers(sameWidth.map(Number)));
    }
  }
}

/** By the width that padding gives each exactly back from: the shortest's where that does, else its own. */
function groupByWidth(numbers: readonly string[]): Map<number, string[]> {
  const shortest = Math.min(...numbers.map((digits) => digits.length));
  return Map.groupBy(numbers, (digits) => {
    const whole = shortest > 0 && String(Number(digits)).padStart(shortest, "0") === digits;
    return whole ? shortest : digits.length;
  });
}
