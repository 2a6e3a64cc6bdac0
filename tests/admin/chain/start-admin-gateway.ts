import { randomBytes } from "node:crypto";
import { type Gateway, type GatewayOptions, startGateway } from "../../e2e/gateway.ts";
import { preparePrismaClient } from "./prisma-client.ts";
import { type Database, startDatabase } from "./start-database.ts";

/** The gateway with LiteLLM's virtual keys and admin UI. */
export interface AdminGateway {
  readonly chain: Gateway;
  readonly database: Database;
  readonly uiPassword: string;
  stop(): Promise<void>;
}

const UI_USERNAME = "admin";

/**
 * Starts the real chain with a PostgreSQL of its own behind LiteLLM. LiteLLM keeps prompts and answers in its spend logs, as it may be
 * told to: what it keeps there must hold no original either.
 */
export async function startAdminGateway(options: GatewayOptions): Promise<AdminGateway> {
  const [prisma, database] = await Promise.all([preparePrismaClient(), startDatabase()]);
  const uiPassword = randomBytes(24).toString("base64url");
  try {
    const chain = await startGateway({
      ...options,
      databaseSettings: { store_prompts_in_spend_logs: true, proxy_batch_write_at: 1, ...options.databaseSettings },
      litellmEnv: {
        ...prisma,
        DATABASE_URL: database.url,
        LITELLM_SALT_KEY: `sk-${randomBytes(24).toString("base64url")}`,
        UI_USERNAME,
        UI_PASSWORD: uiPassword,
        ...options.litellmEnv,
      },
    });
    const stop = async (): Promise<void> => {
      await chain.stop();
      await database.stop();
    };
    return { chain, database, uiPassword, stop };
  } catch (error) {
    await database.stop();
    throw error;
  }
}
