import { installPackages } from "./python/install-packages.ts";
import { elapsedSince } from "./progress.ts";
import { runCommand } from "./run-command.ts";
import { readCommandLine } from "./start/command-line.ts";
import { prepareSettings } from "./start/prepare-settings.ts";
import { runUntilStopped } from "./start/run-until-stopped.ts";
import { settingsWarnings } from "./start/settings-warnings.ts";
import { startGateway } from "./start/start-gateway.ts";

await runCommand(async () => {
  const begun = performance.now();
  const { envFile, dataDirectory, pythonDirectory, hasUi } = readCommandLine(process.argv.slice(2));
  const settings = await prepareSettings(envFile, process.env);
  for (const warning of settingsWarnings(settings)) console.warn(`! ${warning}`);
  await installPackages(pythonDirectory);
  return runUntilStopped(
    (abort) => {
      const surroundings = { dataDirectory, pythonDirectory, abort, say: console.log };
      return startGateway(settings, surroundings, hasUi ? "all" : "no-ui");
    },
    (gateway) => {
      const { url } = gateway;
      console.log(`\nReady in ${elapsedSince(begun)}. Logs: ${dataDirectory}. Ctrl-C stops everything.`);
      console.log("Point Claude Code at it:\n");
      console.log(`  export ANTHROPIC_BASE_URL=${url}`);
      console.log(`  export ANTHROPIC_AUTH_TOKEN=${settings.litellm.masterKey}\n`);
      if (gateway.hasUi) {
        console.log(
          `Keys, teams and spend: ${url}/ui, as ${settings.database.username} with UI_PASSWORD of ${envFile}.\n`,
        );
      }
    },
  );
});
