import { SetupError } from "./setup-error.ts";

const USAGE_ERRORS = new Set(["ERR_PARSE_ARGS_UNKNOWN_OPTION", "ERR_PARSE_ARGS_INVALID_OPTION_VALUE"]);

/**
 * Runs the body of a command and ends the process with the exit code it gives. What a person can mend is shown as one
 * message; anything else is a defect and keeps its stack.
 */
export async function runCommand(body: () => Promise<number>): Promise<never> {
  try {
    process.exit(await body());
  } catch (error) {
    if (isForPeople(error)) console.error(`\n${error.message}`);
    else console.error(error);
    process.exit(1);
  }
}

function isForPeople(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  return error instanceof SetupError || ("code" in error && USAGE_ERRORS.has(String(error.code)));
}
