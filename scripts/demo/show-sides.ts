/** One turn from its three sides. */
export interface Sides {
  readonly typed: string;
  readonly seen: string;
  readonly read: string;
}

/** The three sides below each other, so that what was swapped stands in one column. */
export function showSides({ typed, seen, read }: Sides): string {
  const rows = [
    ["You typed", typed],
    ["The provider saw", seen],
    ["You read", read],
  ] as const;
  const width = Math.max(...rows.map(([name]) => name.length));
  const indent = " ".repeat(width + 4);
  return rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text.replaceAll("\n", `\n${indent}`)}`).join("\n");
}
