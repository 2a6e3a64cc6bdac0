import path from "node:path";
import { REPOSITORY } from "../repository.ts";
import { completeEnvFile } from "../start/complete-env-file.ts";
import { readSettings, type Settings } from "../start/read-settings.ts";
import { findFreePort } from "../start/require-free-port.ts";

/** Settings with secrets and ports of their own, in a directory that is thrown away; a running gateway is left alone. */
export async function demoSettings(directory: string, providerUrl: string): Promise<Settings> {
  const envFile = path.join(directory, "settings");
  await completeEnvFile(envFile, path.join(REPOSITORY, ".env.example"), {});
  return readSettings(envFile, {
    PATH: process.env["PATH"],
    HOME: directory,
    ANTHROPIC_API_BASE: providerUrl,
    ANTHROPIC_API_KEY: "sk-ant-of-the-stand-in",
    LITELLM_PORT: String(await findFreePort("127.0.0.1")),
    MASKER_PORT: String(await findFreePort("127.0.0.1")),
  });
}
