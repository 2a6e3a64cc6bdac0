/** The bytes at a needle's end by which it is found; random in every identifier and secret, where beginnings are not. */
const WINDOW = 8;
const HALF = 4;
const BITS_PER_NEEDLE = 16;
const MULTIPLIER = 0x9e3779b1;

export interface NeedleFinder {
  /** The first offset in these bytes of each needle that is there, by the needle's place in the list. */
  find(haystack: Buffer): ReadonlyMap<number, number>;
}

/**
 * Looks for many texts in one pass: a run plants ten thousand originals in a dozen forms each, and one `indexOf` for each of them over
 * forty megabytes of logs would take an hour.
 */
export function createNeedleFinder(texts: readonly string[]): NeedleFinder {
  const needles = texts.map((text) => Buffer.from(text, "utf8"));
  const short = [...needles.entries()].filter(([, needle]) => needle.length < WINDOW);
  const mask = 2 ** Math.ceil(Math.log2(needles.length * BITS_PER_NEEDLE + 1)) - 1;
  const mayEnd = new Uint8Array(mask + 1);
  const byHash = new Map<number, number[]>();
  for (const [place, needle] of needles.entries()) {
    if (needle.length < WINDOW) continue;
    const hash = hashWindow(needle, needle.length - WINDOW);
    mayEnd[hash & mask] = 1;
    byHash.set(hash, [...(byHash.get(hash) ?? []), place]);
  }

  function find(haystack: Buffer): ReadonlyMap<number, number> {
    const found = new Map<number, number>();
    for (const [place, needle] of short) {
      const at = haystack.indexOf(needle);
      if (at >= 0) found.set(place, at);
    }
    for (let at = 0; at <= haystack.length - WINDOW; at++) {
      const hash = hashWindow(haystack, at);
      if (mayEnd[hash & mask] === 0) continue;
      for (const place of byHash.get(hash) ?? []) {
        const needle = needles[place] ?? Buffer.alloc(0);
        const start = at + WINDOW - needle.length;
        const isThere = start >= 0 && haystack.compare(needle, 0, needle.length, start, at + WINDOW) === 0;
        if (isThere && !found.has(place)) found.set(place, start);
      }
    }
    return found;
  }

  return { find };
}

function hashWindow(bytes: Buffer, at: number): number {
  const mixed = Math.imul(bytes.readInt32LE(at), MULTIPLIER) ^ bytes.readInt32LE(at + HALF);
  return Math.imul(mixed ^ (mixed >>> 15), MULTIPLIER);
}
