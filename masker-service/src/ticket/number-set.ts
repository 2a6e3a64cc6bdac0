const MOST_LOW_BITS = 50;

/**
 * A set of numbers below 2^50, each as its distance from the one before in a Rice code: the quotient by 2^k in ones and
 * a zero, then k bits. About one bit a number where they are in sequence, and log2(distance) + 1.5 where they are not.
 * The first byte is k.
 */
export function packNumbers(numbers: Iterable<number>): Uint8Array {
  const sorted = [...new Set(numbers)].toSorted((left, right) => left - right);
  const gaps = sorted.map((number, index) => number - (sorted[index - 1] ?? -1) - 1);
  const k = cheapest(gaps);
  const bits: number[] = [];
  for (const gap of gaps) {
    for (let ones = Math.floor(gap / 2 ** k); ones > 0; ones--) bits.push(1);
    bits.push(0);
    for (let low = k - 1; low >= 0; low--) bits.push(Math.floor(gap / 2 ** low) % 2);
  }
  // Ones to the end of the last byte: no number ends in them.
  while (bits.length % 8 !== 0) bits.push(1);
  const bytes = new Uint8Array(1 + bits.length / 8);
  bytes[0] = k;
  for (const [at, bit] of bits.entries()) bytes[1 + (at >> 3)] = ((bytes[1 + (at >> 3)] ?? 0) << 1) | bit;
  return bytes;
}

/** The inverse, in ascending order. */
export function unpackNumbers(bytes: Uint8Array): number[] {
  const [k = 0] = bytes;
  const end = bytes.length * 8;
  const bitAt = (at: number) => ((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1;
  const numbers: number[] = [];
  for (let at = 8, last = -1; at < end;) {
    let gap = 0;
    while (at < end && bitAt(at) === 1) {
      gap += 2 ** k;
      at++;
    }
    if (at++ >= end) break;
    for (let low = k - 1; low >= 0; low--) gap += bitAt(at++) * 2 ** low;
    last += gap + 1;
    numbers.push(last);
  }
  return numbers;
}

function cheapest(gaps: readonly number[]): number {
  const cost = (k: number) => gaps.reduce((sum, gap) => sum + Math.floor(gap / 2 ** k) + 1 + k, 0);
  // With more low bits than the largest gap has, each only costs one more.
  const most = Math.min(MOST_LOW_BITS, Math.ceil(Math.log2(gaps.reduce((large, gap) => Math.max(large, gap), 1))) + 1);
  let best = 0;
  let least = cost(0);
  for (let k = 1; k <= most; k++) {
    const bits = cost(k);
    if (bits < least) [best, least] = [k, bits];
  }
  return best;
}
