import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { freePort } from "../e2e/chain/free-port.ts";
import { REPOSITORY } from "../e2e/chain/repository.ts";
import { startLitellm } from "../e2e/chain/start-litellm.ts";
import { ask, makeKey } from "./ask.ts";
import { preparePrismaClient } from "./chain/prisma-client.ts";
import { useAdminGateway } from "./use-admin-gateway.ts";

const used = useAdminGateway();
const A_WHILE_MS = 10_000;

/** Another LiteLLM on the same database, as a second replica is. */
async function startReplica(): Promise<typeof used> {
  const { gateway } = used;
  const directory = await mkdtemp(join(tmpdir(), "masker-replica-"));
  const port = await freePort();
  const litellm = await startLitellm({
    directory,
    port,
    masked: true,
    masterKey: gateway.masterKey,
    providerUrl: `http://127.0.0.1:${gateway.providerPort}`,
    maskerPort: Number(new URL(gateway.maskerUrl).port),
    maskerApiKey: gateway.maskerApiKey,
    databaseSettings: {},
    env: {
      ...(await preparePrismaClient()),
      DATABASE_URL: gateway.databaseUrl,
      LITELLM_SALT_KEY: `sk-${randomBytes(24).toString("base64url")}`,
      UI_PASSWORD: randomBytes(24).toString("base64url"),
    },
  });
  onTestFinished(async () => {
    await litellm.stop();
    await rm(directory, { recursive: true });
  });
  return { ...used, gateway: { ...gateway, url: `http://127.0.0.1:${port}` } };
}

test("a key in constant use at one LiteLLM is refused there, too, soon after it was blocked at another", async () => {
  const replica = await startReplica();
  const { key } = await makeKey(used);
  expect((await ask(replica, key)).status).toBe(200);
  await used.manage("/key/block", { key });
  expect((await ask(used, key)).status).toBe(401);
  const config = await readFile(join(REPOSITORY, "litellm/config.yaml"), "utf8");
  const { general_settings: settings } = parse(config) as { general_settings: { user_api_key_cache_ttl: number } };
  const timeout = settings.user_api_key_cache_ttl * 1000 + A_WHILE_MS;
  await expect.poll(async () => (await ask(replica, key)).status, { timeout, interval: 500 }).toBe(401);
  used.provider.forget();
  expect((await ask(replica, key)).status).toBe(401);
  expect(used.provider.requests).toEqual([]);
});
