import path from "node:path";
import { buildEngine } from "../../masker-service/src/build-engine.ts";
import { createThrowaway } from "../../masker-service/src/mask/throwaway.ts";
import { loadPatterns, type LoadOptions } from "../../masker-service/src/patterns/load.ts";
import { REPOSITORY } from "../repository.ts";

const BUILT_IN = path.join(REPOSITORY, "masker-service/patterns");
/** Masked for reasons of their own, which no allow list changes. */
const NEVER_ALLOWED: Readonly<Record<string, string>> = {
  "look-alike": "reads as a placeholder, so it is always masked",
  "denied-word": "stands in MASKER_DENY_FILE",
};

/** A value that would be masked. Line and column count from 1; the column in UTF-16 units, as editors do. */
export interface Hit {
  readonly kind: string;
  readonly line: number;
  readonly column: number;
  readonly value: string;
  /** Why no line of an allow list can name it. */
  readonly obstacle: string | undefined;
}

/** What a masker with these options would mask in a text, learned names included. */
export async function findHits(options: LoadOptions, text: string): Promise<Hit[]> {
  const patterns = await loadPatterns({ ...options, directories: [BUILT_IN, ...options.directories] });
  const maskTexts = buildEngine(patterns).maskTextsOf(options.profile ?? "default");
  const { edits } = await maskTexts("try", [{ text }], createThrowaway());
  return (edits[0] ?? []).map(({ kind, start, end }) => {
    const before = text.slice(0, start);
    const value = text.slice(start, end);
    const [line, column] = [before.split("\n").length, start - before.lastIndexOf("\n")];
    return { kind, line, column, value, obstacle: NEVER_ALLOWED[kind] ?? findObstacle(value) };
  });
}

/** One line for each hit: its number, place and kind, and the line that an allow list takes. */
export function formatHits(file: string, hits: readonly Hit[]): string {
  if (hits.length === 0) return `${file}: nothing would be masked.`;
  const rows = hits.map(({ kind, line, column, value, obstacle }, index) => {
    return [String(index + 1), `${file}:${line}:${column}`, kind, obstacle === undefined ? value : `(${obstacle})`];
  });
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")).join("\n");
}

function findObstacle(value: string): string | undefined {
  if (/[\r\n]/.test(value)) return "has several lines, and a list has one a line";
  if (value.trim() !== value || value.startsWith("#") || value.length < 2)
    return "is nothing that a line of a list can hold";
  return undefined;
}
