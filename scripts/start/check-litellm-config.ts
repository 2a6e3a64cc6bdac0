import path from "node:path";
import { execa } from "execa";
import { REPOSITORY } from "../repository.ts";
import { SetupError } from "../setup-error.ts";
import type { Settings } from "./read-settings.ts";

const CHECKER = path.join(REPOSITORY, "litellm/check_config.py");

/**
 * Throws SetupError where the configuration does not name the guardrail as it must: LiteLLM alone would start all the same,
 * and send originals on.
 */
export async function checkLitellmConfig({ litellm }: Settings, pythonDirectory: string): Promise<void> {
  const python = path.join(pythonDirectory, "bin/python");
  const check = await execa(python, [CHECKER, litellm.config], { reject: false, all: true });
  if (check.exitCode !== 0) throw new SetupError(`LiteLLM's configuration: ${check.all ?? check.message}`);
}
