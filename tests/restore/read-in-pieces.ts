import { spliceText } from "../../masker-service/src/body/splice-strings.ts";
import type { Reader } from "../../masker-service/src/restore/reader.ts";

/** What a reader makes of a text in pieces. Throws where it goes back on what it has decided. */
export function readInPieces(reader: Reader, pieces: readonly string[]): string {
  const replacements = [];
  let safe = 0;
  for (const progress of [...pieces.map((piece) => () => reader.feed(piece)), () => reader.flush()]) {
    const decided = progress();
    for (const replacement of decided.replacements) {
      if (replacement.start < safe || replacement.end > decided.safe) throw new Error("decided twice, or too early");
      replacements.push(replacement);
    }
    if (decided.safe < safe) throw new Error("went back");
    safe = decided.safe;
  }
  const text = pieces.join("");
  if (safe !== text.length) throw new Error(`left ${text.length - safe} undecided`);
  return spliceText(text, replacements);
}

/** `text` in pieces of `size` UTF-16 units. */
export function cutEvery(text: string, size: number): string[] {
  return Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
    text.slice(index * size, (index + 1) * size),
  );
}
