import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { REPOSITORY } from "./repository.ts";

interface LitellmConfig {
  guardrails?: unknown;
  general_settings?: Record<string, unknown>;
}

export interface ConfigChoice {
  /** False leaves out the guardrail: LiteLLM alone, the benchmarks' yardstick. */
  readonly masked: boolean;
  /** A guardrail of LiteLLM's own instead: its `litellm_params`. */
  readonly otherGuardrail?: object | undefined;
}

/**
 * Writes the repository's own litellm/config.yaml into a directory, with what a test changes; returns its path.
 * Keys are those of team_auth.py: LiteLLM's own virtual keys would need a database.
 */
export async function writeLitellmConfig(directory: string, { masked, otherGuardrail }: ConfigChoice): Promise<string> {
  const config = parse(await readFile(join(REPOSITORY, "litellm/config.yaml"), "utf8")) as LitellmConfig;
  if (!masked) delete config.guardrails;
  if (otherGuardrail !== undefined) config.guardrails = [{ guardrail_name: "other", litellm_params: otherGuardrail }];
  await copyFile(join(import.meta.dirname, "team_auth.py"), join(directory, "team_auth.py"));
  config.general_settings = { ...config.general_settings, custom_auth: "team_auth.user_api_key_auth" };
  const path = join(directory, "config.yaml");
  await writeFile(path, stringify(config));
  return path;
}
