import { createRandom } from "./random.ts";

const BLOCK_BYTES = 4_000;
const WORDS =
  "the deploy of service checkout failed with status 503 after 12 retries while region eu-west-1 drained see run book step 7 and retry later 확인 필요 로그 참조".split(
    " ",
  );
/** An original in every so many words: about one in 400 bytes, as in logs and command output. */
const WORDS_PER_ORIGINAL = 60;
/** A conversation speaks of the same things again and again: each original this often. */
const MENTIONS = 8;

export interface Context {
  /** Texts of about 4 KB, in the order of the conversation. */
  readonly texts: readonly string[];
  /** Every original in the texts, once. */
  readonly originals: readonly string[];
}

/** Log-like text of a size in bytes with AWS identifiers in it. The same seed gives the same context. */
export function makeContext(bytes: number, seed: number): Context {
  const random = createRandom(seed);
  const originals: string[] = [];
  const texts: string[] = [];
  for (let left = bytes; left > 0; left -= BLOCK_BYTES) {
    texts.push(makeText(Math.min(left, BLOCK_BYTES), random, originals));
  }
  return { texts, originals };
}

function makeText(bytes: number, random: () => number, originals: string[]): string {
  let text = mentionOriginal(random, originals);
  for (let words = 1; Buffer.byteLength(text) < bytes; words++) {
    const word =
      words % WORDS_PER_ORIGINAL === 0
        ? mentionOriginal(random, originals)
        : WORDS[Math.floor(random() * WORDS.length)];
    text += `${words % 15 === 0 ? "\n" : " "}${word}`;
  }
  return text;
}

/** One of those mentioned already, or a new one. */
function mentionOriginal(random: () => number, originals: string[]): string {
  const known = originals[Math.floor(random() * originals.length)];
  if (known !== undefined && random() > 1 / MENTIONS) return known;
  const hex = Array.from({ length: 16 }, () => Math.floor(random() * 16).toString(16)).join("");
  const original = `${["i", "sg", "vpc", "subnet"][Math.floor(random() * 4)]}-0${hex}`;
  originals.push(original);
  return original;
}
