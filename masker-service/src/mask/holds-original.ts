import { valueOf, type Mark } from "./mark.ts";
import type { NameFinder } from "./name-finders.ts";
import { LOOK_ALIKE } from "./settle-spans.ts";
import type { Text } from "./text.ts";

/** Addresses and account numbers that a model may think up as well as anybody, and what documentation calls an example. */
const GUESSABLE = /^[\d.:/]+$|example/i;

/**
 * Whether a signed text holds an original, which is how thinking looks that was written before this gateway was in
 * between: with it, a model reads placeholders and so can think of nothing else.
 *
 * But models make up examples (`vpc-12345678`), think of them first and write them into a file then. So it counts who
 * said a value first: the model made up what it said first, and was given what anyone else did. A name without a shape
 * is no proof either: this gateway let it pass until it was learned.
 */
export function holdsOriginal(texts: readonly Text[], marks: readonly (readonly Mark[])[], names: NameFinder): boolean {
  if (!texts.some(({ isSigned }) => isSigned)) return false;
  const first = findFirst(texts, marks);
  return texts.some(({ isSigned }, index) => {
    if (isSigned !== true) return false;
    return (marks[index] ?? []).some((mark) => isProof(mark, names) && first.get(mark.identity)?.speaker !== "model");
  });
}

function isProof(mark: Mark, names: NameFinder): boolean {
  const value = valueOf(mark);
  return mark.kind !== LOOK_ALIKE.kind && !GUESSABLE.test(value) && !names.has({ prefix: mark.prefix, value });
}

/** Identity → the text that says it first; what stands outside of messages (system prompt, tools) was there before. */
function findFirst(texts: readonly Text[], marks: readonly (readonly Mark[])[]): Map<string, Text> {
  const [before, after] = [new Map<string, Text>(), new Map<string, Text>()];
  for (const [index, text] of texts.entries()) {
    const found = marks[index] ?? [];
    if (found.length === 0) continue;
    const first = text.speaker === undefined ? before : after;
    for (const { identity } of found) if (!first.has(identity)) first.set(identity, text);
  }
  return new Map([...after, ...before]);
}
