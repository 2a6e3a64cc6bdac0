import path from "node:path";
import { execa } from "execa";
import { REPOSITORY } from "../repository.ts";
import type { Note } from "../progress.ts";
import { SetupError } from "../setup-error.ts";
import { litellmEnvironment } from "./child-environments.ts";
import { parseHealth } from "./parse-health.ts";
import { httpAddress } from "./http-address.ts";
import type { Settings } from "./read-settings.ts";
import { type Child, startChild } from "./start-child.ts";
import type { Surroundings } from "./surroundings.ts";
import { tryGet } from "./try-get.ts";
import { untilReady } from "./until-ready.ts";

const DIRECTORY = path.join(REPOSITORY, "litellm");
const READY_MILLISECONDS = 180_000; // the very first start compiles all of LiteLLM's modules
const STOP_MILLISECONDS = 15_000;

/** Starts LiteLLM with the guardrail and waits until its canary has seen both hooks at work. */
export async function startLitellm(settings: Settings, surroundings: Surroundings, note: Note): Promise<Child> {
  const { host, port, config } = settings.litellm;
  const environment = litellmEnvironment(settings);
  await checkConfig(path.join(surroundings.pythonDirectory, "bin/python"), config, environment);
  const child = await startChild({
    name: "LiteLLM",
    program: path.join(surroundings.pythonDirectory, "bin/litellm"),
    arguments: ["--config", config, "--host", host, "--port", String(port)],
    cwd: DIRECTORY,
    environment: { ...environment, PYTHONPATH: DIRECTORY }, // where the guardrail that the configuration names is found
    logFile: path.join(surroundings.dataDirectory, "litellm.log"),
    patience: STOP_MILLISECONDS,
  });
  note("loading");
  const url = httpAddress(host, port);
  const isReady = (): Promise<boolean> => hasPassedCanary(url, note);
  await untilReady(child, { isReady, limitMilliseconds: READY_MILLISECONDS, abort: surroundings.abort });
  note(`${url}, both hooks proved`);
  return child;
}

/** LiteLLM alone would start without the guardrail where the configuration lost it, and send originals on. */
async function checkConfig(
  python: string,
  config: string,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const options = { cwd: DIRECTORY, env: environment, extendEnv: false, reject: false, all: true } as const;
  const check = await execa(python, ["check_config.py", config], options);
  if (check.exitCode !== 0) throw new SetupError(`LiteLLM's configuration: ${check.all ?? check.message}`);
}

async function hasPassedCanary(url: string, note: Note): Promise<boolean> {
  const health = parseHealth(await tryGet(`${url}/masker/health`));
  if (health === null) return false;
  if (health.canary !== "passed") note(`the canary is proving both hooks: ${health.why}`);
  return health.canary === "passed";
}
