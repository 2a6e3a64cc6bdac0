import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { REPOSITORY } from "./repository.ts";
import { runCommand } from "./run-command.ts";
import { runStage } from "./test/run-stage.ts";

const DEFAULT_SECONDS = 600;
const TESTS = path.join(REPOSITORY, "tests");
const PROPERTY = /\bpropertyRuns\(/g;

/**
 * Tries every property test for as long as the time allows: `npm run fuzz -- 60` is a minute in all. Each prints its
 * seed; `MASKER_FUZZ_SEED=… npm run fuzz` tries that one.
 */
await runCommand(async () => {
  const seconds = Number(process.argv[2] ?? DEFAULT_SECONDS);
  if (!(seconds > 0)) {
    console.log("fuzz: the time must be a number of seconds: npm run fuzz -- 60");
    return 1;
  }
  const files = readdirSync(TESTS, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".test.ts"));
  const counted = files.map((file) => [`tests/${file}`, countProperties(path.join(TESTS, file))] as const);
  const properties = counted.filter(([, count]) => count > 0);
  const count = properties.reduce((sum, [, each]) => sum + each, 0);
  const each = Math.max(1, Math.round(seconds / count));
  console.log(`${count} properties in ${properties.length} files, ${each} s each`);
  const words = [
    "run",
    "--project",
    "parts",
    "--no-file-parallelism",
    "--testTimeout",
    "0",
    ...properties.map(([file]) => file),
  ];
  const hasPassed = await runStage("Fuzz", "vitest", words, { MASKER_FUZZ_SECONDS: String(each) });
  return hasPassed ? 0 : 1;
});

/** Those of `test.each` over the APIs count five times. */
function countProperties(file: string): number {
  const text = readFileSync(file, "utf8");
  const properties = text.match(PROPERTY)?.length ?? 0;
  return text.includes("test.each(APIS)") ? properties * 5 : properties;
}
