import { SetupError } from "./setup-error.ts";

const USAGE_ERRORS = new Set([
  "ERR_PARSE_ARGS_UNKNOWN_OPTION",
  "ERR_PARSE_ARGS_INVALID_OPTION_VALUE",
  "ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL",
]);
const USAGE = "npm keeps options that do not stand after --: npm run verify -- --url URL";

/** What the machine refuses, whatever the code does. */
const FILE_CURES: Readonly<Record<string, string>> = {
  EACCES: "this user may not; give it the right to this folder",
  EPERM: "this user may not; give it the right to this folder",
  EROFS: "the file system is read-only; use a folder that can be written",
  ENOSPC: "the disk is full; free some of it",
};

/**
 * Runs the body of a command and ends the process with the exit code it gives. What a person can mend is shown as one
 * message; anything else is a defect and keeps its stack.
 */
export async function runCommand(body: () => Promise<number>): Promise<never> {
  try {
    process.exit(await body());
  } catch (error) {
    console.error(forPeople(error) ?? error);
    process.exit(1);
  }
}

function forPeople(error: unknown): string | undefined {
  if (error instanceof SetupError) return `\n${error.message}`;
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  const code = String(error.code);
  if (USAGE_ERRORS.has(code)) return `\n${error.message.split("\n")[0]}\n${USAGE}`;
  const cure = FILE_CURES[code];
  return cure !== undefined && "path" in error ? `\n${String(error.path)}: ${code}, ${cure}.` : undefined;
}
