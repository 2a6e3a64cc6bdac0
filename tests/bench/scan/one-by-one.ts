import { parseKey } from "../../../masker-service/src/patterns/parse-key.ts";
import type { Pattern } from "../../../masker-service/src/patterns/schema.ts";

/** The usual way: one global regex for each pattern and one for all keys of a pattern, each run over the whole text. */
export function createOneByOne(patterns: readonly Pattern[]): (text: string) => number {
  const regexes = patterns.flatMap(({ regex, back, anchors, keys }) => {
    const before = back === undefined ? "(?<![A-Za-z0-9_-])" : "";
    const shapes = anchors === undefined ? [] : [new RegExp(`${before}(?:${regex})(?![A-Za-z0-9])`, "g")];
    const words = [...new Set((keys ?? []).flatMap((key) => parseKey(key).spellings))].map((word) => escapeRegex(word));
    const named =
      words.length === 0 ? [] : [new RegExp(`(?:${words.join("|")})["']?\\s*[:=]\\s*["']?(?:${regex})`, "gi")];
    return [...shapes, ...named];
  });
  return (text) => regexes.reduce((count, regex) => count + [...text.matchAll(regex)].length, 0);
}

function escapeRegex(word: string): string {
  return word.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}
