import type { Point, Verdict } from "./point.ts";

const MEANINGS: Record<Verdict, string> = {
  met: "as the contract asks",
  masked: "as the contract asks, but for what is masked",
  consumed: "kept by the gateway, which the contract allows",
  differs: "something degrades, as said",
  absent: "optional, and not here",
};

/** The page docs/gateway-protocol.md: one table for each part, in the order of the points. */
export function formatContract(points: readonly Point[], version: string): string {
  const parts = [...new Set(points.map(({ part }) => part))];
  const meanings = Object.entries(MEANINGS).map(([verdict, meaning]) => `- **${verdict}**: ${meaning}`);
  const tables = parts.map((part) => {
    const rows = points.filter((point) => point.part === part);
    const lines = rows.map(({ asks, verdict, here }) => `| ${asks} | ${verdict} | ${here} |`);
    return [`## ${part}`, "", "| the contract asks | here | so |", "| --- | --- | --- |", ...lines, ""].join("\n");
  });
  return `# Claude Code's gateway contract

What Claude Code asks of a gateway ([Gateway protocol reference](https://code.claude.com/docs/en/llm-gateway-protocol), and the page that
\`claude gateway\` serves at \`GET /protocol\`), and what this one does. Written by \`tests/e2e/gateway-protocol\`: each row is what a run
with ${version} showed at both ends of the gateway, and a row that no longer holds fails the tests.

${meanings.join("\n")}

${tables.join("\n")}`;
}
