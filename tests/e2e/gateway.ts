import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./chain/free-port.ts";
import type { BesideMasker } from "./chain/write-litellm-config.ts";
import { startLitellm } from "./chain/start-litellm.ts";
import { startMasker } from "./chain/start-masker.ts";
import { startRedis } from "./chain/start-redis.ts";
import type { Service } from "./chain/start-service.ts";

export interface GatewayOptions {
  /** Where LiteLLM finds Anthropic's and OpenAI's API. */
  readonly providerUrl: string;
  /** False starts LiteLLM alone, without guardrail, masker and Redis. */
  readonly masked?: boolean;
  /** A guardrail of LiteLLM's own in place of ours, for comparison. */
  readonly otherGuardrail?: object;
  /** Another of the repository's configurations than litellm/config.yaml. */
  readonly configFile?: string;
  /** What the time-outs of that configuration's deployments are divided by. */
  readonly hurry?: number;
  /** With a database, whose address and client are in `litellmEnv`: LiteLLM's own virtual keys, and more of its settings. */
  readonly databaseSettings?: Readonly<Record<string, unknown>>;
  /** Callbacks and guardrails beside ours. */
  readonly beside?: BesideMasker;
  /** The port of a Redis that runs already; without it one is started. */
  readonly redisPort?: number;
  /** LiteLLM's port; a free one where it is not given. */
  readonly port?: number;
  readonly maskerEnv?: Readonly<Record<string, string>>;
  readonly litellmEnv?: Readonly<Record<string, string>>;
}

/** Where the parts of a running chain are. */
export interface GatewayAddress {
  readonly url: string;
  readonly masterKey: string;
  readonly maskerUrl: string;
  readonly maskerApiKey: string;
  readonly redisPort: number;
  /** Holds every log, and Redis's files. */
  readonly directory: string;
}

/** A running chain: Claude Code's side of LiteLLM, masker, Redis. */
export interface Gateway extends GatewayAddress {
  /** The LiteLLM that runs, or ran last. */
  readonly litellm: Service;
  /** Starts LiteLLM again, on the same port, after it was stopped or killed. */
  startLitellm(): Promise<void>;
  /** The masker that runs, or ran last; absent where nothing is masked. */
  readonly masker: Service | undefined;
  readonly redisPid: number | undefined;
  stopMasker(): Promise<void>;
  /** Ends the masker as a crash would. */
  killMasker(): Promise<void>;
  startMasker(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the real chain on free ports of 127.0.0.1; where a part does not start, those that run are stopped again. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const directory = await mkdtemp(join(tmpdir(), "masker-e2e-"));
  const [maskerPort, port] = [await freePort(), options.port ?? (await freePort())];
  const redisPort = options.redisPort ?? (await freePort());
  const [masterKey, maskerApiKey] = [newKey("sk-master"), newKey("masker")];
  const encryptionKey = randomBytes(32).toString("base64");
  const redisUrl = `redis://127.0.0.1:${redisPort}`;
  const launchMasker = (): Promise<Service> =>
    startMasker({
      directory,
      port: maskerPort,
      apiKey: maskerApiKey,
      encryptionKey,
      redisUrl,
      env: options.maskerEnv ?? {},
    });

  let masker: Service | undefined;
  let redisPid: number | undefined;
  const running: { stop(): Promise<void> }[] = [];
  const stop = async (): Promise<void> => {
    for (const part of running.splice(0).toReversed()) await part.stop();
    await rm(directory, { recursive: true });
  };
  try {
    const { masked = true, litellmEnv: env = {} } = options;
    if (masked && options.redisPort === undefined) {
      const redis = await startRedis(directory, redisPort);
      redisPid = redis.pid;
      running.push(redis);
    }
    if (masked) {
      masker = await launchMasker();
      running.push({ stop: async () => masker?.stop() });
    }
    const secrets = { masterKey, maskerApiKey };
    const launchLitellm = (): Promise<Service> =>
      startLitellm({ ...options, directory, port, masked, ...secrets, maskerPort, env });
    let litellm = await launchLitellm();
    running.push({ stop: async () => litellm.stop() });
    return {
      url: `http://127.0.0.1:${port}`,
      masterKey,
      maskerUrl: `http://127.0.0.1:${maskerPort}`,
      maskerApiKey,
      redisPort,
      redisPid,
      directory,
      get litellm() {
        return litellm;
      },
      startLitellm: async () => void (litellm = await launchLitellm()),
      stop,
      get masker() {
        return masker;
      },
      stopMasker: async () => masker?.stop(),
      killMasker: async () => masker?.kill(),
      startMasker: async () => void (masker = await launchMasker()),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function newKey(name: string): string {
  return `${name}-${randomBytes(24).toString("base64url")}`;
}
