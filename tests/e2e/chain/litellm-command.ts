import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { REPOSITORY } from "./repository.ts";

/** The `litellm` command of the environment that the tests use: MASKER_TEST_PYTHON's, else the repository's own. */
export function litellmCommand(): string {
  const python = process.env["MASKER_TEST_PYTHON"] ?? join(REPOSITORY, ".venv/bin/python");
  const command = join(dirname(python), "litellm");
  if (existsSync(command)) return command;
  throw new Error(
    `${command} does not exist: run \`npm start\` once, or set MASKER_TEST_PYTHON to a python that has LiteLLM`,
  );
}
