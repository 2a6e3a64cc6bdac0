import type { ByteReader } from "./byte-reader.ts";
import { unpackNumbers } from "./number-set.ts";

/** Reads what `packPlaceholders` wrote, to the end. */
export function unpackPlaceholders(reader: ByteReader): Set<string> {
  const placeholders = new Set<string>();
  while (!reader.done) {
    const stem = reader.text();
    const width = reader.number();
    if (width === 0) placeholders.add(stem);
    else
      for (const number of unpackNumbers(reader.bytes())) placeholders.add(stem + String(number).padStart(width, "0"));
  }
  return placeholders;
}
