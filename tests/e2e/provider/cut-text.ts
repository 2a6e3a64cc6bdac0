const TYPICAL_DELTA = [12];

/**
 * Cuts a text into deltas of the given sizes in code points, repeated in turn.
 * Providers never cut a surrogate pair; a lone surrogate counts as one code point.
 */
export function cutText(text: string, sizes: readonly number[] = TYPICAL_DELTA): readonly string[] {
  const points = Array.from(text);
  const deltas: string[] = [];
  for (let at = 0, turn = 0; at < points.length; turn++) {
    const size = Math.max(1, sizes[turn % sizes.length] ?? 1);
    deltas.push(points.slice(at, at + size).join(""));
    at += size;
  }
  return deltas;
}
