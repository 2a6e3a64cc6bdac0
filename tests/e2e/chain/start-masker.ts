import { join } from "node:path";
import { whyNotOk } from "./why-not-ok.ts";
import { MASKER_ARGUMENTS, maskerNodeEnvironment } from "../../../scripts/start/masker-arguments.ts";
import { type Service, startService } from "./start-service.ts";

const READY_WITHIN_MS = 60_000;

export interface MaskerOptions {
  readonly directory: string;
  readonly port: number;
  readonly apiKey: string;
  /** 32 bytes in base64. */
  readonly encryptionKey: string;
  readonly redisUrl: string;
  /** More settings for the masker's environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts the real masker; its log is `masker.log` in the directory, kept over restarts. */
export function startMasker(options: MaskerOptions): Promise<Service> {
  return startService({
    name: "masker",
    command: process.execPath,
    args: MASKER_ARGUMENTS,
    cwd: options.directory,
    log: join(options.directory, "masker.log"),
    readyWithinMs: READY_WITHIN_MS,
    whyNotReady: () => whyNotOk(`http://127.0.0.1:${options.port}/ready`),
    env: {
      PATH: process.env["PATH"] ?? "",
      MASKER_HOST: "127.0.0.1",
      MASKER_PORT: String(options.port),
      MASKER_API_KEY: options.apiKey,
      MASKER_ENCRYPTION_KEY: options.encryptionKey,
      REDIS_URL: options.redisUrl,
      LOG_LEVEL: "debug",
      ...maskerNodeEnvironment(join(options.directory, "compile-cache")),
      ...options.env,
    },
  });
}
