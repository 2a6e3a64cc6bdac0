import { existsSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { REPOSITORY } from "./repository.ts";
import { runCommand } from "./run-command.ts";
import { SetupError } from "./setup-error.ts";
import { httpAddress } from "./start/http-address.ts";
import { readSettings } from "./start/read-settings.ts";
import type { Check } from "./verify/check.ts";
import { CURES_ELSEWHERE, CURES_HERE, gatewayChecks } from "./verify/gateway-checks.ts";
import { runChecks } from "./verify/run-checks.ts";
import { serviceChecks } from "./verify/service-checks.ts";
import { settingsChecks } from "./verify/settings-checks.ts";
import { shellCheck } from "./verify/shell-check.ts";
import { claudeCheck, toolChecks } from "./verify/tool-checks.ts";
import { transportCheck } from "./verify/transport-check.ts";

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      settings: { type: "string", default: path.join(REPOSITORY, ".env") },
      "data-dir": { type: "string", default: path.join(REPOSITORY, ".data") },
      url: { type: "string" },
    },
  });
  const checks = values.url === undefined ? localChecks(values.settings, values["data-dir"]) : remoteChecks(values.url);
  const failures = await runChecks(checks);
  return failures === 0 ? 0 : 1;
});

/** All that runs on this machine. */
function localChecks(envFile: string, dataDirectory: string): Check[] {
  if (!existsSync(envFile) && !process.env["LITELLM_MASTER_KEY"]) {
    throw new SetupError(
      `Settings: there is no ${envFile} yet. Run npm start once, which makes it. A gateway elsewhere: npm run verify -- --url URL`,
    );
  }
  const settings = readSettings(envFile, process.env);
  const url = httpAddress(settings.litellm.host, settings.litellm.port);
  return [
    ...toolChecks(path.join(REPOSITORY, ".venv")),
    ...settingsChecks(settings, envFile),
    ...serviceChecks(settings, dataDirectory),
    ...gatewayChecks(url, settings.litellm.masterKey, CURES_HERE),
    shellCheck(url, process.env),
  ];
}

/** What can be seen of a gateway elsewhere, with the key of this shell. */
function remoteChecks(url: string): Check[] {
  if (!/^https?:\/\//.test(url)) throw new SetupError(`--url ${url}: write it as https://gateway.example:8082`);
  const target = url.replace(/(?:\/v1)?\/?$/, ""); // OpenAI's clients have it with /v1
  const key = process.env["ANTHROPIC_AUTH_TOKEN"] ?? "";
  return [
    claudeCheck(),
    transportCheck(target),
    ...gatewayChecks(target, key, CURES_ELSEWHERE),
    shellCheck(target, process.env),
  ];
}
