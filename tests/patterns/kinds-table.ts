import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Pattern } from "../../masker-service/src/patterns/schema.ts";
import { BUILT_IN_PATTERNS } from "./built-in.ts";

export const DOCUMENT = fileURLToPath(new URL("../../docs/patterns.md", import.meta.url));
const START = "<!-- kinds: written by `node tests/patterns/kinds-table.ts` -->";

/** The document with its table of kinds written anew. */
export function writeKinds(document: string): string {
  const head = document.slice(0, document.indexOf(START) + START.length);
  const groups = [...Map.groupBy(BUILT_IN_PATTERNS, ({ group }) => group)];
  return `${head}\n\n${groups.map(([group, patterns]) => formatGroup(group, patterns)).join("\n\n")}\n`;
}

function formatGroup(group: string, patterns: readonly Pattern[]): string {
  const rows = patterns.map(({ kind, prefix, description, default: state }) => {
    return `| ${kind} | \`${prefix}-001\` | ${description} | ${state} |`;
  });
  return [`### ${group}`, "", "| kind | placeholder | what | default |", "| --- | --- | --- | --- |", ...rows].join(
    "\n",
  );
}

if (import.meta.main) writeFileSync(DOCUMENT, writeKinds(readFileSync(DOCUMENT, "utf8")));
