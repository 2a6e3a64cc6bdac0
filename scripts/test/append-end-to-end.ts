import { appendFile, readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";

const schema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

/** Adds to a report how each end-to-end test ended, by vitest's JSON; `folder` is the absolute path of those tests. */
export async function appendEndToEnd(report: string, vitestResult: string, folder: string): Promise<void> {
  const { testResults } = schema.parse(JSON.parse(await readFile(vitestResult, "utf8")));
  const ended = testResults
    .map(({ name, assertionResults }) => ({ file: path.relative(folder, name), assertionResults }))
    .filter(({ file }) => !file.startsWith(".."))
    .toSorted((one, other) => one.file.localeCompare(other.file))
    .flatMap(({ file, assertionResults }) =>
      assertionResults.map(({ fullName, status }) => `| ${file} | ${inCell(fullName)} | ${status} |`),
    );
  if (ended.length === 0) return;
  const rows = ["| file | test | ended |", "| --- | --- | --- |", ...ended];
  await appendFile(report, `\n## All ${ended.length} end-to-end tests of this run\n\n${rows.join("\n")}\n`);
}

function inCell(title: string): string {
  return title.replaceAll("|", String.raw`\|`).replaceAll(/\s*\n\s*/g, " ");
}
