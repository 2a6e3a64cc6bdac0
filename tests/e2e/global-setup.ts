import type { TestProject } from "vitest/node";
import { freePort } from "./chain/free-port.ts";
import { type GatewayAddress, startGateway } from "./gateway.ts";

export interface SharedGateway extends GatewayAddress {
  /** Where the gateway expects the provider: the running test file starts it there. */
  readonly providerPort: number;
}

/** A key of the gateway's own that must not reach a provider. */
export const LEFT_OVER_KEY = "sk-team-left-over-in-the-shell";

declare module "vitest" {
  interface ProvidedContext {
    gateway: SharedGateway;
  }
}

/** Starts one gateway for all files; each test takes a new team's key, so nobody sees another's placeholders. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const providerPort = await freePort();
  const port = await freePort();
  const gateway = await startGateway({
    providerUrl: `http://127.0.0.1:${providerPort}`,
    port,
    // As in the shell of a person who uses Claude Code with this gateway, and starts it anew from there,
    // and with logs that show whatever LiteLLM holds.
    litellmEnv: {
      ANTHROPIC_BASE_URL: `http://127.0.0.1:${port}`,
      ANTHROPIC_AUTH_TOKEN: LEFT_OVER_KEY,
      LITELLM_LOG: "DEBUG",
    },
  });
  const { url, masterKey, maskerUrl, maskerApiKey, redisPort, directory } = gateway;
  project.provide("gateway", { url, masterKey, maskerUrl, maskerApiKey, redisPort, directory, providerPort });
  return () => gateway.stop();
}
