import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { type Disk, mountDisk } from "../store/mount-disk.ts";
import { beginRecovery } from "../store/recovery.ts";
import { startRedis, type RedisServer } from "../store/redis-server.ts";
import { expectUnseen, expectUnlogged } from "./audit.ts";
import { ask, BACK, breakMidStream, expectRefused, startSlowProvider, TIMES, untilAnswered } from "./break-stream.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { newInstanceId } from "./originals.ts";
import type { Provider } from "./provider/provider.ts";
import { anthropicText } from "./read-stream.ts";
import { seenPrompt } from "./seen.ts";
import { newTeamKey } from "./team-key.ts";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let provider: Provider;

beforeAll(async () => {
  provider = await startSlowProvider();
});
afterEach(() => provider.forget());
afterAll(() => provider.stop());

describe("one Redis that fails in the middle of a stream", () => {
  let disk: Disk;
  let redis: RedisServer;
  let gateway: Gateway;

  beforeAll(async () => {
    disk = await mountDisk(8);
    redis = await startRedis({ directory: disk.directory });
    gateway = await startGateway({ providerUrl: provider.url, redisPort: redis.port });
  });
  afterAll(async () => {
    await gateway.stop();
    await redis.stop();
    await disk.unmount();
  });

  const untilItAnswers = (answer: RegExp) =>
    vi.waitFor(
      async () => expect(await redis.cli("SET", "probe", "x".repeat(1000)).catch(String)).toMatch(answer),
      BACK,
    );

  test.each([
    { fault: "killed", harm: () => redis.kill(), mend: () => redis.restart() },
    { fault: "paused", harm: async () => redis.pause(), mend: async () => redis.resume() },
    {
      fault: "read-only",
      harm: () => redis.cli("CONFIG", "SET", "min-replicas-to-write", "1"),
      mend: () => redis.cli("CONFIG", "SET", "min-replicas-to-write", "0"),
    },
    {
      fault: "out of memory",
      harm: () => redis.cli("CONFIG", "SET", "maxmemory", "1mb"),
      mend: () => redis.cli("CONFIG", "SET", "maxmemory", "0"),
    },
    {
      fault: "slow beyond the deadline",
      harm: () => redis.cli("CLIENT", "PAUSE", "600000", "WRITE"),
      mend: () => redis.cli("CLIENT", "UNPAUSE"),
    },
    {
      fault: "on a full disk",
      async harm() {
        await redis.cli("CONFIG", "SET", "appendfsync", "everysec");
        await disk.fill();
        await untilItAnswers(/MISCONF/);
      },
      async mend() {
        await disk.free();
        await untilItAnswers(/OK/);
        await redis.cli("CONFIG", "SET", "appendfsync", "always");
      },
    },
  ])(
    "$fault: the stream ends whole, new values are refused and not sent on, and come through when it is back",
    async ({ fault, harm, mend }) => {
      const [key, first, second] = [newTeamKey(), `on ${newInstanceId()}`, `on ${newInstanceId()}`];
      await breakMidStream(gateway, key, first, harm);
      await expectRefused(gateway, key, second);
      expect(provider.requests.map(seenPrompt)).toEqual(["on ec2-001"]);

      await mend();
      const recovery = beginRecovery();
      await untilAnswered(gateway, key, second);
      recovery.end();
      console.log(`Redis ${fault}: answered ${Math.round(performance.now() - recovery.since)} ms after it was back`);
      await untilAnswered(gateway, key, first);
      expect(provider.requests.map(seenPrompt)).toEqual(["on ec2-001", "on ec2-002", "on ec2-001"]);
      expectUnseen(provider.requests, [first.slice(3), second.slice(3)]);
      await expectUnlogged(gateway, [first.slice(3), second.slice(3)]);
    },
  );

  test("slow within the deadline: new values wait for it", async () => {
    const [key, prompt] = [newTeamKey(), `on ${newInstanceId()}`];
    await redis.cli("CLIENT", "PAUSE", "700", "ALL");
    const answer = await ask(gateway, key, prompt, false);
    await answer.wasCut;
    expect(JSON.parse(answer.text())).toMatchObject({ content: [{ text: `${prompt} `.repeat(TIMES) }] });
    expect(provider.requests.map(seenPrompt)).toEqual(["on ec2-001"]);
    expectUnseen(provider.requests, [prompt.slice(3)]);
  });

  test("LiteLLM killed: the client has right text alone, and the same placeholders once LiteLLM runs again", async () => {
    const [key, prompt] = [newTeamKey(), `on ${newInstanceId()}`];
    const stream = await ask(gateway, key, prompt, true);
    await vi.waitFor(() => expect(anthropicText(stream.text())).toContain(prompt), BACK);
    await gateway.litellm.kill();
    expect(await stream.wasCut).toBe(true);
    expect(`${prompt} `.repeat(TIMES).startsWith(anthropicText(stream.text()))).toBe(true);
    await gateway.startLitellm();
    await untilAnswered(gateway, key, prompt);
    expect(provider.requests.map(seenPrompt)).toEqual(["on ec2-001", "on ec2-001"]);
    expectUnseen(provider.requests, [prompt.slice(3)]);
    await expectUnlogged(gateway, [prompt.slice(3)]);
  });
});
