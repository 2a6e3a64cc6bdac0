import { randomBytes } from "node:crypto";
import type { TestProject } from "vitest/node";
import { auditEverything } from "./audit.ts";
import { freePort } from "./chain/free-port.ts";
import { keepPlanted, readPlanted } from "./planted.ts";
import { startCollector } from "./chain/start-collector.ts";
import { type GatewayAddress, startGateway } from "./gateway.ts";

export interface SharedGateway extends GatewayAddress {
  /** Where the gateway expects the provider: the running test file starts it there. */
  readonly providerPort: number;
  /** A key of the masker's own API with the role admin. */
  readonly adminKey: string;
}

/** The masker sends its traces every few seconds. */
const TRACED_WITHIN_MS = 30_000;

/** A key of the gateway's own that must not reach a provider. */
export const LEFT_OVER_KEY = "sk-team-left-over-in-the-shell";

declare module "vitest" {
  interface ProvidedContext {
    gateway: SharedGateway;
  }
}

/**
 * Starts one gateway for all files; each test takes a new team's key, so nobody sees another's placeholders. At the end all that the
 * gateway keeps is searched for all that the tests have planted: what is found fails the run.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const providerPort = await freePort();
  const port = await freePort();
  const adminKey = randomBytes(32).toString("base64url");
  const collector = await startCollector();
  const gateway = await startGateway({
    providerUrl: `http://127.0.0.1:${providerPort}`,
    port,
    maskerEnv: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, MASKER_KEYS: `ops:admin:${adminKey}` },
    // As in the shell of a person who uses Claude Code with this gateway, and starts it anew from there,
    // and with logs that show whatever LiteLLM holds.
    litellmEnv: {
      ANTHROPIC_BASE_URL: `http://127.0.0.1:${port}`,
      ANTHROPIC_AUTH_TOKEN: LEFT_OVER_KEY,
      LITELLM_LOG: "DEBUG",
    },
  });
  const { url, masterKey, maskerUrl, maskerApiKey, redisPort, directory } = gateway;
  project.provide("gateway", { url, masterKey, maskerUrl, maskerApiKey, redisPort, directory, providerPort, adminKey });
  keepPlanted();
  return async () => {
    try {
      await collector.hasReceived(TRACED_WITHIN_MS);
      await auditEverything(gateway, readPlanted(), collector.received);
    } finally {
      await gateway.stop();
      await collector.stop();
    }
  };
}
