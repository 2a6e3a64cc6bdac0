import { mkdir, truncate } from "node:fs/promises";
import { existsSync } from "node:fs";
import path from "node:path";
import { runStep } from "../progress.ts";
import { checkLitellmConfig } from "./check-litellm-config.ts";
import { httpAddress } from "./http-address.ts";
import type { Settings } from "./read-settings.ts";
import { requireFreePort } from "./require-free-port.ts";
import { startLitellm } from "./start-litellm.ts";
import { startMasker } from "./start-masker.ts";
import { startRedis } from "./start-redis.ts";
import type { Surroundings } from "./surroundings.ts";

/** The running gateway. `failed` resolves with the reason once a part has ended for good. */
export interface Gateway {
  readonly url: string;
  readonly failed: Promise<string>;
  stop(): Promise<void>;
}

interface Stoppable {
  stop(): Promise<void>;
}

/** Which parts to start: the masker and its Redis, or LiteLLM in front of them too. */
export type Parts = "all" | "masker";

/**
 * Starts Redis where none is given, the masker, then LiteLLM, each once the one before is ready. Where one fails, or the
 * start is aborted, those that run are stopped again.
 */
export async function startGateway(settings: Settings, surroundings: Surroundings, parts: Parts): Promise<Gateway> {
  const { masker, litellm } = settings;
  await requireFreePort("MASKER_PORT", masker.host, masker.port);
  if (parts === "all") {
    await requireFreePort("LITELLM_PORT", litellm.host, litellm.port);
    await checkLitellmConfig(settings, surroundings.pythonDirectory);
  }
  await prepareLogs(surroundings.dataDirectory);
  const running: Stoppable[] = [];
  const failures: Promise<string>[] = [];
  const stop = async (): Promise<void> => {
    for (const part of running.splice(0).toReversed()) await part.stop();
  };
  try {
    const redis = await runStep("Redis", (note) => startRedis(settings, surroundings, note));
    if (redis.running !== undefined) {
      running.push(redis.running);
      failures.push(redis.running.failed);
    }
    const kept = await runStep("Masker", (note) => startMasker(settings, redis.url, surroundings, note));
    running.push(kept);
    failures.push(kept.failed);
    if (parts === "all") {
      const child = await runStep("LiteLLM", (note) => startLitellm(settings, surroundings, note));
      running.push(child);
      failures.push(child.exited.then(async (how) => `LiteLLM ended (${how}):\n${await child.lastLines()}`));
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: httpAddress(litellm.host, litellm.port), failed: Promise.race(failures), stop };
}

async function prepareLogs(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const logs = ["redis.log", "masker.log", "litellm.log"].map((name) => path.join(directory, name));
  await Promise.all(logs.filter((log) => existsSync(log)).map((log) => truncate(log)));
}
