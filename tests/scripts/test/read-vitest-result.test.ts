import { writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { readVitestResult } from "../../../scripts/test/read-vitest-result.ts";
import { temporaryDirectory } from "../temporary-directory.ts";

const COUNTS = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 1, numTodoTests: 1 };

test("a file that broke before its tests counts as a failure beside the failed tests", async () => {
  const file = path.join(await temporaryDirectory(), "result.json");
  const testResults = [
    { status: "passed", assertionResults: [{ status: "passed" }] },
    { status: "failed", assertionResults: [{ status: "failed" }] },
    { status: "failed", assertionResults: [] },
    { status: "failed", assertionResults: [{ status: "passed" }] },
  ];
  await writeFile(file, JSON.stringify({ ...COUNTS, testResults }));
  expect(await readVitestResult(file)).toEqual({ passed: 5, failed: 3, skipped: 2 });
});
