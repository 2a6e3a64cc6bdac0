import path from "node:path";
import { REPOSITORY } from "../repository.ts";
import type { Note } from "../progress.ts";
import { maskerEnvironment } from "./child-environments.ts";
import { httpAddress } from "./http-address.ts";
import { MASKER_ARGUMENTS, maskerNodeEnvironment } from "./masker-arguments.ts";
import { type KeptRunning, keepRunning } from "./keep-running.ts";
import type { Settings } from "./read-settings.ts";
import { type Child, startChild } from "./start-child.ts";
import type { Surroundings } from "./surroundings.ts";
import { tryGet } from "./try-get.ts";
import { untilReady } from "./until-ready.ts";

const READY_MILLISECONDS = 120_000; // seconds where it has a core, a minute where others need it too
const STOP_MILLISECONDS = 15_000; // open streams may end

/** Starts the masker under this process's own Node and waits until Redis answers it and its patterns are loaded. */
export async function startMasker(
  settings: Settings,
  redisUrl: string,
  surroundings: Surroundings,
  note: Note,
): Promise<KeptRunning> {
  const url = httpAddress(settings.masker.host, settings.masker.port);
  const start = (): Promise<Child> =>
    startChild({
      name: "Masker",
      program: process.execPath,
      arguments: MASKER_ARGUMENTS,
      cwd: REPOSITORY,
      environment: {
        ...maskerEnvironment(settings, redisUrl),
        ...maskerNodeEnvironment(path.join(surroundings.dataDirectory, "compile-cache")),
      },
      logFile: path.join(surroundings.dataDirectory, "masker.log"),
      patience: STOP_MILLISECONDS,
    });
  const child = await start();
  const isReady = async (): Promise<boolean> => (await tryGet(`${url}/ready`))?.status === 200;
  await untilReady(child, { isReady, limitMilliseconds: READY_MILLISECONDS, abort: surroundings.abort });
  note(url);
  return keepRunning(child, start, surroundings.say);
}
