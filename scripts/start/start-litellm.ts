import path from "node:path";
import { REPOSITORY } from "../repository.ts";
import type { Note } from "../progress.ts";
import { litellmEnvironment } from "./child-environments.ts";
import { httpAddress } from "./http-address.ts";
import { type KeptRunning, keepRunning } from "./keep-running.ts";
import { parseHealth } from "./parse-health.ts";
import type { Settings } from "./read-settings.ts";
import { type Child, startChild } from "./start-child.ts";
import type { Surroundings } from "./surroundings.ts";
import { tryGet } from "./try-get.ts";
import { untilReady } from "./until-ready.ts";

const DIRECTORY = path.join(REPOSITORY, "litellm");
const READY_MILLISECONDS = 300_000; // the very first start compiles all of LiteLLM's modules and makes its tables
const STOP_MILLISECONDS = 15_000;

/** Starts LiteLLM with the guardrail and waits until its canary has seen both hooks at work. */
export async function startLitellm(
  settings: Settings,
  surroundings: Surroundings,
  database: Readonly<Record<string, string>> | undefined,
  note: Note,
): Promise<KeptRunning> {
  const { host, port, config } = settings.litellm;
  const bin = path.join(surroundings.pythonDirectory, "bin");
  const start = (): Promise<Child> =>
    startChild({
      name: "LiteLLM",
      program: path.join(bin, "python"), // by name: the first line of bin/litellm breaks when the checkout moves
      arguments: [path.join(bin, "litellm"), "--config", config, "--host", host, "--port", String(port)],
      cwd: DIRECTORY,
      environment: { ...litellmEnvironment(settings, database), PYTHONPATH: DIRECTORY }, // where the guardrail that the configuration names is found
      logFile: path.join(surroundings.dataDirectory, "litellm.log"),
      patience: STOP_MILLISECONDS,
    });
  const child = await start();
  note("loading");
  const url = httpAddress(host, port);
  const isReady = (): Promise<boolean> => hasPassedCanary(url, note);
  await untilReady(child, { isReady, limitMilliseconds: READY_MILLISECONDS, abort: surroundings.abort });
  note(`${url}, both hooks proved`);
  return keepRunning(child, start, surroundings.say);
}

async function hasPassedCanary(url: string, note: Note): Promise<boolean> {
  const health = parseHealth(await tryGet(`${url}/masker/health`));
  if (health === null) return false;
  if (health.canary !== "passed") note(`the canary is proving both hooks: ${health.why}`);
  return health.canary === "passed";
}
