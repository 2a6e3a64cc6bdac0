import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { scopeKeys } from "../../masker-service/src/store/scope-keys.ts";
import { scopeTag } from "../../masker-service/src/store/scope-tag.ts";
import { beginRecovery } from "../store/recovery.ts";
import { startCluster } from "../store/redis-cluster.ts";
import { startSentinels } from "../store/redis-sentinel.ts";
import type { RedisServer } from "../store/redis-server.ts";
import { expectUnseen, expectUnlogged } from "./audit.ts";
import { BACK, breakMidStream, expectRefused, startSlowProvider, untilAnswered } from "./break-stream.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { newInstanceId } from "./originals.ts";
import type { Provider } from "./provider/provider.ts";
import { seenPrompt } from "./seen.ts";
import { newTeamKey } from "./team-key.ts";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let provider: Provider;

beforeAll(async () => {
  provider = await startSlowProvider();
});
afterEach(() => provider.forget());
afterAll(() => provider.stop());

describe("a master that is killed in the middle of a stream", () => {
  const maskerEnv: { REDIS_URL?: string } = {};
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ providerUrl: provider.url, maskerEnv });
  });
  afterAll(() => gateway.stop());

  test.each([
    {
      where: "behind Sentinel",
      start: async (): Promise<Topology> => {
        const sentinels = await startSentinels(2, 3);
        return { ...sentinels, masterOf: () => sentinels.master() };
      },
    },
    { where: "of a Cluster", start: (): Promise<Topology> => startCluster(3, 1) },
  ])("$where: whole stream, 503 meanwhile, no number twice, back by itself", async ({ start }) => {
    const topology = await start();
    onTestFinished(() => topology.stop());
    maskerEnv.REDIS_URL = topology.url;
    await gateway.stopMasker();
    await gateway.startMasker();
    const key = newTeamKey();
    const { hashes } = scopeKeys(scopeTag(key.replace("sk-team-", "team:")));
    const master = await topology.masterOf(hashes);
    const prompts = Array.from({ length: 3 }, () => `on ${newInstanceId()}`);
    const [first = "", second = ""] = prompts;
    await breakMidStream(gateway, key, first, async () => {
      await master.kill();
      await expectRefused(gateway, key, second);
    });
    const promoted = async () => expect((await topology.masterOf(hashes)).port).not.toBe(master.port);
    await vi.waitFor(promoted, BACK);
    const recovery = beginRecovery();
    await untilAnswered(gateway, key, second);
    recovery.end();
    for (const prompt of prompts.toReversed()) await untilAnswered(gateway, key, prompt);
    const seen = provider.requests.map(seenPrompt);
    expect(seen[0]).toBe("on ec2-001");
    expect(seen.at(-1)).toBe("on ec2-001");
    expect(new Set(seen).size).toBe(3);
    const originals = prompts.map((prompt) => prompt.slice(3));
    expectUnseen(provider.requests, originals);
    await expectUnlogged(gateway, originals);
  });
});

interface Topology {
  readonly url: string;
  masterOf(key: string): Promise<RedisServer>;
  stop(): Promise<void>;
}
