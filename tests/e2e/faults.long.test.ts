import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { type RedisSentinels, startSentinels } from "../store/redis-sentinel.ts";
import { startRedis, type RedisServer } from "../store/redis-server.ts";
import { expectUnseen, expectUnlogged } from "./audit.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { newInstanceId } from "./originals.ts";
import { type Provider, startProvider } from "./provider/provider.ts";
import { anthropicText, readStream, type StreamInProgress } from "./read-stream.ts";
import { seenPrompt } from "./seen.ts";
import { newTeamKey } from "./team-key.ts";

const TIMES = 40;
const BACK = { timeout: 60_000, interval: 20 } as const;
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let provider: Provider;

beforeAll(async () => {
  provider = await startProvider();
  provider.script((request) => ({
    blocks: [{ type: "text", text: `${seenPrompt(request)} `.repeat(TIMES), sizes: [5] }],
    delayBetweenDeltas: 10,
  }));
});
afterEach(() => provider.forget());
afterAll(() => provider.stop());

function ask(gateway: Gateway, key: string, prompt: string, stream: boolean): Promise<StreamInProgress> {
  const messages = [{ role: "user", content: prompt }];
  return readStream(`${gateway.url}/v1/messages`, key, {
    model: "claude-opus-5-5",
    max_tokens: 1024,
    stream,
    messages,
  });
}

/** Asks until there is an answer, and holds each refusal before it to what a client may be told meanwhile. */
async function untilAnswered(gateway: Gateway, key: string, prompt: string): Promise<void> {
  const attempt = async () => {
    const answer = await ask(gateway, key, prompt, false);
    await answer.wasCut;
    if (answer.status !== 503) return answer.text();
    expect(JSON.parse(answer.text())).toMatchObject({ type: "error", error: { type: "api_error" } });
    return "refused";
  };
  const whole = { content: [{ text: `${prompt} `.repeat(TIMES) }] };
  await vi.waitFor(async () => expect(JSON.parse(await attempt())).toMatchObject(whole), BACK);
}

/** Breaks something in the middle of a stream, which must end whole all the same. */
async function breakMidStream(gateway: Gateway, key: string, prompt: string, harm: () => unknown): Promise<void> {
  const stream = await ask(gateway, key, prompt, true);
  await vi.waitFor(() => expect(anthropicText(stream.text())).toContain(prompt), BACK);
  await harm();
  expect(await stream.wasCut).toBe(false);
  expect(anthropicText(stream.text())).toBe(`${prompt} `.repeat(TIMES));
  expect(stream.text()).toContain("event: message_stop");
}

describe("one Redis that fails in the middle of a stream", () => {
  let redis: RedisServer;
  let gateway: Gateway;

  beforeAll(async () => {
    redis = await startRedis();
    gateway = await startGateway({ providerUrl: provider.url, redisPort: redis.port });
  });
  afterAll(async () => {
    await gateway.stop();
    await redis.stop();
  });

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
  ])(
    "$fault: the stream ends whole, new values are refused and not sent on, and come through when it is back",
    async ({ fault, harm, mend }) => {
      const [key, first, second] = [newTeamKey(), `on ${newInstanceId()}`, `on ${newInstanceId()}`];
      await breakMidStream(gateway, key, first, harm);
      const refused = await ask(gateway, key, second, false);
      await refused.wasCut;
      expect(refused.status).toBe(503);
      expect(provider.requests.map(seenPrompt)).toEqual(["on ec2-001"]);

      await mend();
      const back = performance.now();
      await untilAnswered(gateway, key, second);
      console.log(`Redis ${fault}: answered ${Math.round(performance.now() - back)} ms after it was back`);
      await untilAnswered(gateway, key, first);
      expect(provider.requests.map(seenPrompt)).toEqual(["on ec2-001", "on ec2-002", "on ec2-001"]);
      expectUnseen(provider.requests, [first.slice(3), second.slice(3)]);
      await expectUnlogged(gateway, [first.slice(3), second.slice(3)]);
    },
  );

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

test("a master behind Sentinel that is killed in the middle of a stream: whole stream, no number twice, back by itself", async () => {
  const sentinels: RedisSentinels = await startSentinels(2, 3);
  const [master] = sentinels.servers;
  const maskerEnv = { REDIS_URL: sentinels.url };
  const gateway = await startGateway({ providerUrl: provider.url, redisPort: master?.port ?? 0, maskerEnv });
  const prompts = Array.from({ length: 3 }, () => `on ${newInstanceId()}`);
  const [key, first = ""] = [newTeamKey(), ...prompts];
  await breakMidStream(gateway, key, first, () => master?.kill());
  const killed = performance.now();
  for (const prompt of prompts.toReversed()) await untilAnswered(gateway, key, prompt);
  console.log(
    `answered again ${Math.round(performance.now() - killed)} ms after the master was killed, failover included`,
  );
  const seen = provider.requests.map(seenPrompt);
  expect(seen[0]).toBe("on ec2-001");
  expect(seen.at(-1)).toBe("on ec2-001");
  expect(new Set(seen).size).toBe(3);
  expectUnseen(
    provider.requests,
    prompts.map((prompt) => prompt.slice(3)),
  );
  await gateway.stop();
  await sentinels.stop();
});
