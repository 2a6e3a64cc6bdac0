import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { elapsedSince } from "./progress.ts";
import { installPackages } from "./python/install-packages.ts";
import { REPOSITORY } from "./repository.ts";
import { runCommand } from "./run-command.ts";
import { findRedisServer } from "./start/find-redis-server.ts";
import { appendEndToEnd } from "./test/append-end-to-end.ts";
import { readVitestResult, type Tally } from "./test/read-vitest-result.ts";
import { runStage } from "./test/run-stage.ts";

const CHECKS = [
  { name: "Format", words: ["oxfmt", "--check"] },
  { name: "Lint", words: ["oxlint", "--type-aware", "--deny-warnings"] },
  { name: "Types", words: ["tsc", "-p", "."] },
  { name: "Dead exports", words: ["knip", "--no-config-hints"] },
] as const;

await runCommand(async () => {
  const begun = performance.now();
  const wanted = process.argv.slice(2);
  const pythonDirectory = path.join(REPOSITORY, ".venv");
  const python = process.env["MASKER_TEST_PYTHON"] ?? (await installPackages(pythonDirectory));
  const isWhole = wanted.length === 0 && process.env["MASKER_TEST_LONG"] !== "1";
  const failures: string[] = [];
  for (const { name, words } of isWhole ? CHECKS : []) {
    const [program, ...programArguments] = words;
    if (!(await runStage(name, program, programArguments))) failures.push(name);
  }
  const { tally, hasPassed } = await runTests(isWhole ? ["--coverage"] : wanted, python, pythonDirectory);
  if (!hasPassed && tally.failed === 0) failures.push(isWhole ? "Tests: see above, or coverage under 90 %" : "Tests");
  for (const failure of failures) console.log(`✗ ${failure}`);
  const failed = tally.failed + failures.length;
  console.log(`\nAll of it took ${elapsedSince(begun)}`);
  console.log(`${tally.passed} passed, ${failed} failed${tally.skipped > 0 ? `, ${tally.skipped} skipped` : ""}`);
  return failed > 0 || tally.passed === 0 ? 1 : 0;
});

/** Runs vitest with the given words (`tests/store`, `-t "a title"`, `--coverage`). */
async function runTests(
  words: readonly string[],
  python: string,
  pythonDirectory: string,
): Promise<{ readonly tally: Tally; readonly hasPassed: boolean }> {
  const report = path.join(REPOSITORY, ".data/vitest.json");
  await rm(report, { force: true });
  const written = path.join(REPOSITORY, "tests/test-report/last.md"); // by tests/e2e/test-report
  await rm(written, { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const redisDirectory = path.dirname(findRedisServer(process.env["PATH"] ?? "", pythonDirectory));
  const hasPassed = await runStage("Tests", "vitest", ["run", ...reporters, ...words], {
    MASKER_TEST_PYTHON: python,
    PATH: `${process.env["PATH"] ?? ""}${path.delimiter}${redisDirectory}`,
  });
  const tally = existsSync(report) ? await readVitestResult(report) : { passed: 0, failed: 0, skipped: 0 };
  if (existsSync(report) && existsSync(written)) {
    await appendEndToEnd(written, report, path.join(REPOSITORY, "tests/e2e"));
    console.log(`What the end-to-end tests saw: ${path.relative(REPOSITORY, written)}`);
  }
  return { tally, hasPassed };
}
