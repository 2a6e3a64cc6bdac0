import type { TestProject } from "vitest/node";
import { auditEverything } from "../e2e/audit.ts";
import { freePort } from "../e2e/chain/free-port.ts";
import type { GatewayAddress } from "../e2e/gateway.ts";
import { keepPlanted, readPlanted } from "../e2e/planted.ts";
import { dumpTables } from "./chain/dump-tables.ts";
import { startAdminGateway } from "./chain/start-admin-gateway.ts";

export interface SharedAdminGateway extends GatewayAddress {
  /** Where the gateway expects the provider: the running test file starts it there. */
  readonly providerPort: number;
  readonly databaseUrl: string;
  readonly uiPassword: string;
}

declare module "vitest" {
  interface ProvidedContext {
    adminGateway: SharedAdminGateway;
  }
}

/**
 * Starts one gateway with a database for all files; each test makes keys and teams of its own. At the end all that the gateway keeps,
 * the database among it, is searched for all that the tests have planted: what is found fails the run.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const providerPort = await freePort();
  const gateway = await startAdminGateway({
    providerUrl: `http://127.0.0.1:${providerPort}`,
    litellmEnv: { LITELLM_LOG: "DEBUG" }, // with logs that show whatever LiteLLM holds
  });
  const { url, masterKey, maskerUrl, maskerApiKey, redisPort, directory } = gateway.chain;
  const address = { url, masterKey, maskerUrl, maskerApiKey, redisPort, directory };
  project.provide("adminGateway", {
    ...address,
    providerPort,
    databaseUrl: gateway.database.url,
    uiPassword: gateway.uiPassword,
  });
  keepPlanted();
  return async () => {
    try {
      await auditEverything(gateway.chain, readPlanted(), await dumpTables(gateway.database.url));
    } finally {
      await gateway.stop();
    }
  };
}
