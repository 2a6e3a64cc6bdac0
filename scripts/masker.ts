import path from "node:path";
import { runCommand } from "./run-command.ts";
import { readCommandLine } from "./start/command-line.ts";
import { httpAddress } from "./start/http-address.ts";
import { prepareSettings } from "./start/prepare-settings.ts";
import { runUntilStopped } from "./start/run-until-stopped.ts";
import { startGateway } from "./start/start-gateway.ts";

await runCommand(async () => {
  const { envFile, dataDirectory, pythonDirectory } = readCommandLine(process.argv.slice(2));
  const settings = await prepareSettings(envFile, process.env);
  const { host, port } = settings.masker;
  return runUntilStopped(
    (abort) => startGateway(settings, { dataDirectory, pythonDirectory, abort, say: console.log }, "masker"),
    () => {
      console.log(`\nReady: ${httpAddress(host, port)}, key MASKER_API_KEY in ${envFile}.`);
      console.log(`Log: ${path.join(dataDirectory, "masker.log")}. Ctrl-C stops it.`);
    },
  );
});
