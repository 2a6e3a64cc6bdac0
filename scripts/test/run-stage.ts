import { execa } from "execa";
import { elapsedSince } from "../progress.ts";
import { REPOSITORY } from "../repository.ts";

/** Runs one stage of the tests in sight of a person, under a heading, and says how it ended. True when it passed. */
export async function runStage(
  name: string,
  program: string,
  programArguments: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<boolean> {
  const begun = performance.now();
  console.log(`\n── ${name}`);
  const options = { cwd: REPOSITORY, stdio: "inherit", reject: false, preferLocal: true, env: environment } as const;
  const ended = await execa(program, programArguments, options);
  const hasPassed = ended.exitCode === 0;
  console.log(`${hasPassed ? "✓" : "✗"} ${name} (${elapsedSince(begun)})`);
  return hasPassed;
}
