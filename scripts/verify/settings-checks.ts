import { existsSync, statSync } from "node:fs";
import type { Settings } from "../start/read-settings.ts";
import { auditModeWarnings, providerWarnings } from "../start/settings-warnings.ts";
import { type Check, failed, ok, warning } from "./check.ts";

const OTHERS = 0o077;

/** The settings file and the keys in it; that they are strong enough was checked when they were read. */
export function settingsChecks(settings: Settings, envFile: string): Check[] {
  return [
    { name: "Secrets", run: async () => ok("present and strong") },
    {
      name: "Settings file",
      async run() {
        if (!existsSync(envFile)) return ok("none; all comes from the shell");
        if ((statSync(envFile).mode & OTHERS) === 0) return ok(`${envFile}, readable by its owner alone`);
        return warning(`${envFile} can be read by others on this machine`, `chmod 600 ${envFile}`);
      },
    },
    {
      name: "Masking",
      async run() {
        const [audit] = auditModeWarnings(settings);
        return audit === undefined ? ok("on") : failed(audit, "MASKER_AUDIT_MODE=off in .env, then npm start");
      },
    },
    {
      name: "Provider key",
      async run() {
        const [first] = providerWarnings(settings);
        return first === undefined ? ok("set") : warning(first, "put the provider's key into .env, then npm start");
      },
    },
  ];
}
