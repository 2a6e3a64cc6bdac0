import Anthropic from "@anthropic-ai/sdk";
import { createClient } from "redis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectUnseen } from "./audit.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { newInstanceId } from "./originals.ts";
import { type Provider, startProvider } from "./provider/provider.ts";
import { placeholderIn } from "./seen.ts";
import { newTeamKey } from "./team-key.ts";

const model = "claude-opus-5-5";

let provider: Provider;
let gateway: Gateway;

beforeAll(async () => {
  provider = await startProvider();
  gateway = await startGateway({ providerUrl: provider.url });
});
afterAll(async () => {
  await gateway.stop();
  await provider.stop();
});

/** As after MASKER_TTL_SECONDS without use: whatever can expire has. Returns how many originals did. */
async function expireAll(): Promise<number> {
  const client = await createClient({ url: `redis://127.0.0.1:${gateway.redisPort}` }).connect();
  const expired: string[] = [];
  for await (const keys of client.scanIterator()) {
    for (const key of keys) if ((await client.pTTL(key)) > 0) expired.push(key);
  }
  if (expired.length > 0) await client.del(expired);
  client.destroy();
  await gateway.stopMasker(); // what it remembers lives for a tenth of that
  await gateway.startMasker();
  return expired.filter((key) => key.includes(":original:")).length;
}

test("signed thinking goes on over tool use when its mappings have expired, under the same placeholder", async () => {
  const client = new Anthropic({ baseURL: gateway.url, authToken: newTeamKey(), apiKey: null, maxRetries: 0 });
  const instance = newInstanceId();
  const tools = [{ name: "stop", input_schema: { type: "object" as const } }];
  const messages: Anthropic.MessageParam[] = [{ role: "user", content: `stop ${instance}` }];
  provider.script((request) => {
    const placeholder = placeholderIn(request.raw.toString(), "ec2");
    return {
      blocks: [
        { type: "thinking", text: `They mean ${placeholder}.` },
        { type: "tool_use", name: "stop", input: { id: placeholder } },
      ],
    };
  });
  for (let turn = 0; turn < 4; turn++) {
    const { content } = await client.messages.stream({ model, max_tokens: 99, tools, messages }).finalMessage();
    const call = content.find((block) => block.type === "tool_use");
    expect(call?.input).toEqual({ id: instance });
    expect(content[0]).toMatchObject({ type: "thinking", thinking: "They mean ec2-001." });
    const result = { type: "tool_result" as const, tool_use_id: call?.id ?? "", content: `${instance} runs` };
    messages.push({ role: "assistant", content }, { role: "user", content: [result] });
    if (turn % 2 === 1) expect(await expireAll()).toBeGreaterThan(0);
  }
  expect(provider.requests.map(({ violations }) => violations)).toEqual([[], [], [], []]);
  expectUnseen(provider.requests, [instance]);
});
