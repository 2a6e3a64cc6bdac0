import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePort } from "../../e2e/chain/free-port.ts";
import { type Edge, startEdge } from "./edge.ts";
import { NGINX_PATIENCE_MS } from "./find-nginx.ts";
import { send } from "./send.ts";

const LIMIT = 1000;
const SECRET = "i-0a1b2c3d4e5f60718";

let edge: Edge;

beforeAll(async () => {
  edge = await startEdge({ litellmPort: await freePort(), bodyLimit: LIMIT });
}, NGINX_PATIENCE_MS);

afterAll(() => edge.stop());

function askAnthropic(content: string): Promise<unknown> {
  const client = new Anthropic({ baseURL: edge.url, apiKey: "sk-a", maxRetries: 0 });
  const messages = [{ role: "user" as const, content }];
  return client.messages.create({ model: "claude-stand-in", max_tokens: 1, messages });
}

function askOpenAi(content: string): Promise<unknown> {
  const client = new OpenAI({ baseURL: `${edge.url}/v1`, apiKey: "sk-a", maxRetries: 0 });
  return client.chat.completions.create({ model: "openai/gpt", messages: [{ role: "user", content }] });
}

describe.each([
  { sdk: "Anthropic's SDK", ask: askAnthropic },
  { sdk: "OpenAI's SDK", ask: askOpenAi },
])("$sdk reads", ({ ask }) => {
  test("that LiteLLM is down, as an error that may be retried", async () => {
    await expect(ask("hello")).rejects.toMatchObject({
      status: 503,
      message: expect.stringContaining("edge: LiteLLM does not answer"),
    });
  });

  test("that its body is too large", async () => {
    await expect(ask("a".repeat(LIMIT))).rejects.toMatchObject({
      status: 413,
      message: expect.stringContaining(`larger than ${LIMIT} bytes`),
    });
  });
});

test("a client is told when to try again, and which request it was", async () => {
  const { headers } = await send(`${edge.url}/v1/messages`, { headers: { "x-request-id": "turn-9" }, body: "{}" });
  expect(headers).toMatchObject({ "retry-after": "2", "x-request-id": "turn-9", "content-type": "application/json" });
});

test("a failure is logged without its path", async () => {
  await send(`${edge.url}/v1/models/${SECRET}?key=${SECRET}`, { headers: { authorization: SECRET }, body: SECRET });
  const log = await edge.log();
  expect(log).not.toContain(SECRET);
  expect(log).toContain('"upstreamStatus":"502"');
});

test("Grafana is looked up only when it is asked for: where it does not run, nothing else is missing", async () => {
  expect(await send(`${edge.adminUrl}/grafana/`, { method: "GET" })).toMatchObject({ status: 502 });
});
