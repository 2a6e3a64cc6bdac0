import { join } from "node:path";
import { whyNotOk } from "./why-not-ok.ts";
import { googleCredentials } from "./google-credentials.ts";
import { litellmBasics } from "./litellm-basics.ts";
import { litellmCommand } from "./litellm-python.ts";
import { type Service, startService } from "./start-service.ts";
import { type ConfigChoice, writeLitellmConfig } from "./write-litellm-config.ts";

/** It loads for ten seconds where it has both cores, and for minutes where others need them too. */
const READY_WITHIN_MS = 200_000;
const MIGRATED_WITHIN_MS = 90_000;

export interface LitellmOptions extends ConfigChoice {
  readonly directory: string;
  readonly port: number;
  readonly masterKey: string;
  readonly providerUrl: string;
  readonly maskerPort: number;
  readonly maskerApiKey: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts the real LiteLLM proxy; ready once the canary has proved its hooks. Its log is `litellm.log` in the directory. */
export async function startLitellm(options: LitellmOptions): Promise<Service> {
  const config = await writeLitellmConfig(options.directory, options);
  const url = `http://127.0.0.1:${options.port}`;
  return startService({
    name: "LiteLLM",
    command: litellmCommand(),
    args: ["--config", config, "--host", "127.0.0.1", "--port", String(options.port)],
    cwd: options.directory,
    log: join(options.directory, "litellm.log"),
    readyWithinMs: READY_WITHIN_MS + (options.databaseSettings === undefined ? 0 : MIGRATED_WITHIN_MS),
    whyNotReady: () => whyNotOk(url + (options.masked ? "/masker/health" : "/health/liveliness")),
    env: {
      ...litellmBasics(options.directory),
      LITELLM_MASTER_KEY: options.masterKey,
      ANTHROPIC_API_BASE: options.providerUrl,
      ANTHROPIC_API_KEY: "sk-ant-stand-in",
      OPENAI_API_BASE: `${options.providerUrl}/v1`,
      OPENAI_API_KEY: "sk-stand-in",
      GEMINI_API_BASE: `${options.providerUrl}/v1beta`,
      GEMINI_API_KEY: "stand-in",
      COHERE_API_BASE: options.providerUrl,
      COHERE_API_KEY: "stand-in",
      AWS_BEDROCK_RUNTIME_ENDPOINT: options.providerUrl,
      VERTEXAI_API_BASE: options.providerUrl,
      VERTEXAI_PROJECT: "stand-in",
      VERTEXAI_LOCATION: "us-east5",
      VERTEXAI_CREDENTIALS: googleCredentials(options.providerUrl),
      AWS_REGION_NAME: "us-east-1",
      AWS_SECOND_REGION_NAME: "eu-west-1",
      AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
      AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
      MASKER_HOST: "127.0.0.1",
      MASKER_PORT: String(options.maskerPort),
      MASKER_API_KEY: options.maskerApiKey,
      MASKER_SCOPE: "team",
      ...options.env,
    },
  });
}
