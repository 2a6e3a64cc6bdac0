import { mkdir, truncate } from "node:fs/promises";
import { existsSync } from "node:fs";
import path from "node:path";
import { requireSecrets } from "../database/require-secrets.ts";
import { startDatabase } from "../database/start-database.ts";
import { type Note, runStep } from "../progress.ts";
import { checkLitellmConfig } from "./check-litellm-config.ts";
import { httpAddress } from "./http-address.ts";
import type { KeptRunning } from "./keep-running.ts";
import type { Settings } from "./read-settings.ts";
import { requireFreePort } from "./require-free-port.ts";
import { startLitellm } from "./start-litellm.ts";
import { startMasker } from "./start-masker.ts";
import { startRedis } from "./start-redis.ts";
import type { Surroundings } from "./surroundings.ts";

/** The running gateway. `failed` resolves with the reason once a part has ended for good. */
export interface Gateway {
  readonly url: string;
  /** Whether LiteLLM has a database: virtual keys, spend and the admin UI. */
  readonly hasUi: boolean;
  readonly failed: Promise<string>;
  stop(): Promise<void>;
}

interface Stoppable {
  stop(): Promise<void>;
}

/** Which parts to start: the masker and its Redis, LiteLLM in front of them too, or all with LiteLLM's database. */
export type Parts = "all" | "no-ui" | "masker";

/**
 * Starts Redis where none is given, the masker, PostgreSQL likewise, then LiteLLM, each once the one before is ready. Where one fails, or the
 * start is aborted, those that run are stopped again.
 */
export async function startGateway(settings: Settings, surroundings: Surroundings, parts: Parts): Promise<Gateway> {
  const { masker, litellm } = settings;
  if (parts === "all") requireSecrets(settings);
  await requireFreePort("MASKER_PORT", masker.host, masker.port);
  if (parts !== "masker") {
    await requireFreePort("LITELLM_PORT", litellm.host, litellm.port);
    await checkLitellmConfig(settings, surroundings.pythonDirectory);
  }
  await prepareLogs(surroundings.dataDirectory);
  const running: Stoppable[] = [];
  const failures: Promise<string>[] = [];
  const keep = (part: KeptRunning): void => {
    running.push(part);
    failures.push(part.failed);
  };
  let databaseEnvironment: Readonly<Record<string, string>> | undefined;
  const stop = async (): Promise<void> => {
    for (const part of running.splice(0).toReversed()) await part.stop();
  };
  try {
    const redis = await runStep("Redis", (note) => startRedis(settings, surroundings, note));
    if (redis.running !== undefined) keep(redis.running);
    keep(await runStep("Masker", (note) => startMasker(settings, redis.url, surroundings, note)));
    if (parts === "all") {
      const start = (note: Note) => startDatabase(settings, surroundings, note);
      const database = await runStep("PostgreSQL", start, (one) => one === null);
      databaseEnvironment = database?.environment;
      if (database?.running !== undefined) keep(database.running);
    }
    if (parts !== "masker") {
      keep(await runStep("LiteLLM", (note) => startLitellm(settings, surroundings, databaseEnvironment, note)));
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url: httpAddress(litellm.host, litellm.port),
    hasUi: databaseEnvironment !== undefined,
    failed: Promise.race(failures),
    stop,
  };
}

async function prepareLogs(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const logs = ["redis.log", "masker.log", "postgres.log", "litellm.log"].map((name) => path.join(directory, name));
  await Promise.all(logs.filter((log) => existsSync(log)).map((log) => truncate(log)));
}
