import { existsSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "../e2e/chain/repository.ts";

/** The python that has LiteLLM: MASKER_TEST_PYTHON's, else the repository's own. Throws where there is none. */
export function testPython(): string {
  const python = process.env["MASKER_TEST_PYTHON"] ?? join(REPOSITORY, ".venv/bin/python");
  if (existsSync(python)) return python;
  throw new Error(`${python} does not exist: run \`npm start\` once, or set MASKER_TEST_PYTHON`);
}
