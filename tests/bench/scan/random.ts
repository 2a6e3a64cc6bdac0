export interface Random {
  /** An integer from 0 to `limit` - 1. */
  below(limit: number): number;
  pick(characters: string): string;
}

/** The same numbers in every run (mulberry32), so that runs can be compared. */
export function createRandom(seed: number): Random {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return { below, pick: (characters) => characters.charAt(below(characters.length)) };
}
