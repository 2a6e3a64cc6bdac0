import type { KindRow, Scene } from "./scene.ts";

/** The report in Markdown. `versions` are pairs of a program and its version. */
export function formatReport(
  versions: readonly (readonly [string, string])[],
  scenes: readonly Scene[],
  kinds: readonly KindRow[],
): string {
  return `# Test report

What \`npm test\` saw at the three sides of the whole chain: the real Claude Code and SDKs, LiteLLM, masker and Redis, with a stand-in in the
provider's place. Identifiers are those of AWS's documentation, or made up. \`tests/e2e/test-report\` writes \`last.md\` in each run;
\`report.md\` is a copy of one; the tests fail when its scenarios differ from the last run's in more than times.

| program | version |
| --- | --- |
${versions.map(([program, version]) => `| ${program} | ${version} |`).join("\n")}

## Scenarios

${scenes.map(formatScene).join("\n")}
## ${kinds.length} kinds of AWS identifiers through the whole chain

All of them in one message. What was typed is what was read, in every row.

| kind | typed and read | the provider saw |
| --- | --- | --- |
${kinds.map(({ kind, typed, seen }) => `| ${kind} | ${inTable(typed)} | ${inTable(seen)} |`).join("\n")}
`;
}

/** What must be the same in every run: the scenarios but for their times. Kinds come and go with their patterns. */
export function lastingPart(report: string): string {
  return (report.split(/^## \d+ kinds/m)[0] ?? "").replaceAll(/\d+ ms/g, "… ms");
}

function formatScene({ title, typed, seen, read, took, masking }: Scene): string {
  const sides = [
    ["typed", typed],
    ["the provider saw", seen],
    ["read", read],
  ] as const;
  const rows = sides.map(([side, text]) => `| ${side} | ${inTable(text)} |`);
  return [
    `### ${title}`,
    "",
    "| | |",
    "| --- | --- |",
    ...rows,
    `| latency added | ${Math.round(masking)} ms of masking in ${Math.round(took)} ms |`,
    "",
  ].join("\n");
}

/** Text in a cell, in code letters where it is not empty. */
function inTable(text: string): string {
  const escaped = text.replaceAll("|", String.raw`\|`).replaceAll("\n", " ⏎ ");
  return escaped === "" ? "(nothing)" : `\`\` ${escaped} \`\``;
}
