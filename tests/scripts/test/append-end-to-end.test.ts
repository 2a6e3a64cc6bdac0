import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { appendEndToEnd } from "../../../scripts/test/append-end-to-end.ts";
import { temporaryDirectory } from "../temporary-directory.ts";

test("end-to-end tests are listed with their outcome, without the machine's paths, and others are not", async () => {
  const directory = await temporaryDirectory();
  const [report, result] = [path.join(directory, "last.md"), path.join(directory, "vitest.json")];
  await writeFile(report, "# Test report\n");
  const ended = (fullName: string, status: string): object => ({ fullName, status });
  const testResults = [
    { name: "/home/a/tests/mask/text.test.ts", assertionResults: [ended("masks", "passed")] },
    {
      name: "/home/a/tests/e2e/sdk.test.ts",
      assertionResults: [ended("asks a | b\n  and c", "passed"), ended("x", "failed")],
    },
  ];
  await writeFile(result, JSON.stringify({ testResults }));
  await appendEndToEnd(report, result, "/home/a/tests/e2e");
  expect(await readFile(report, "utf8")).toBe(`# Test report

## All 2 end-to-end tests of this run

| file | test | ended |
| --- | --- | --- |
| sdk.test.ts | asks a \\| b and c | passed |
| sdk.test.ts | x | failed |
`);
});
