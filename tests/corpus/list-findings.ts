import type { FalseHit, Miss } from "./evaluate.ts";

const CHARS_AROUND = 60;

/** Misses grouped by family, each with the line around it and «the label»; the same text under the same key once. */
export function listMisses(misses: readonly Miss[]): string {
  return sections(
    misses.map(({ document, label }) => ({
      group: label.family,
      line: `${label.key}: ${around(document.text, label.start, label.end)}`,
      id: document.id,
    })),
  );
}

/** False hits grouped by kind, each with the line around it and «the span». */
export function listFalseHits(hits: readonly FalseHit[]): string {
  return sections(
    hits.map(({ document, span }) => ({
      group: span.kind,
      line: around(document.text, span.start, span.end),
      id: document.id,
    })),
  );
}

interface Finding {
  readonly group: string;
  readonly line: string;
  readonly id: string;
}

function sections(findings: readonly Finding[]): string {
  const groups = [...Map.groupBy(findings, ({ group }) => group)];
  const sorted = groups.toSorted(([, a], [, b]) => b.length - a.length);
  return sorted.map(([group, list]) => `## ${group} (${list.length})\n\n${lines(list)}\n`).join("\n");
}

function lines(list: readonly Finding[]): string {
  const same = Map.groupBy(list, ({ line }) => line);
  return [...same]
    .map(([line, findings]) => `- ${line}  (${findings[0]?.id}${others(findings.length - 1)})`)
    .join("\n");
}

function others(count: number): string {
  return count > 0 ? ` and ${count} more` : "";
}

function around(text: string, start: number, end: number): string {
  const before = text.slice(Math.max(0, start - CHARS_AROUND), start);
  const after = text.slice(end, end + CHARS_AROUND);
  return `${before}«${text.slice(start, end)}»${after}`.replaceAll(/\s+/g, " ").trim();
}
