import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { REPOSITORY } from "./repository.ts";

/** The Python that the tests use, which has LiteLLM: MASKER_TEST_PYTHON, else the repository's own. */
export function litellmPython(): string {
  const python = process.env["MASKER_TEST_PYTHON"] ?? join(REPOSITORY, ".venv/bin/python");
  if (existsSync(join(dirname(python), "litellm"))) return python;
  throw new Error(
    `${python} has no LiteLLM: run \`npm start\` once, or set MASKER_TEST_PYTHON to a Python that has it`,
  );
}

/** The `litellm` command of that Python. */
export function litellmCommand(): string {
  return join(dirname(litellmPython()), "litellm");
}
