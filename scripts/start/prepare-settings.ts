import { existsSync } from "node:fs";
import path from "node:path";
import { REPOSITORY } from "../repository.ts";
import { SetupError } from "../setup-error.ts";
import { completeEnvFile } from "./complete-env-file.ts";
import { type Settings, readSettings } from "./read-settings.ts";
import { refuseLoop } from "./refuse-loop.ts";

/**
 * The settings of the .env file and the shell. Secrets that nobody gave are made and kept in the file, but not in production
 * (NODE_ENV): there a secret that is not handed in is a mistake, and a new key would lock old mappings away.
 */
export async function prepareSettings(
  envFile: string,
  shell: Readonly<Record<string, string | undefined>>,
): Promise<Settings> {
  const folder = path.dirname(envFile);
  if (!existsSync(folder))
    throw new SetupError(`--settings: there is no folder ${folder}. Make it, or correct the path.`);
  if (shell["NODE_ENV"] !== "production") {
    const made = await completeEnvFile(envFile, path.join(REPOSITORY, ".env.example"), shell);
    if (made.length > 0) console.log(`✓ Fresh secrets in ${envFile}: ${made.join(", ")}`);
  }
  const settings = readSettings(envFile, shell);
  refuseLoop(settings);
  return settings;
}
