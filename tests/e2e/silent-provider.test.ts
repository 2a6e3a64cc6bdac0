import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { about, ask } from "./ask-about.ts";
import { expectUnseen, expectUnstored } from "./audit.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { newInstanceId } from "./originals.ts";
import type { Answer } from "./provider/answer.ts";
import { type Provider, startProvider } from "./provider/provider.ts";

/** Two seconds of a stream in place of two minutes, five of a whole answer in place of five minutes. */
const HURRY = 60;
const SILENT: Answer = { blocks: [], delayBeforeStart: 3_600_000 };

let provider: Provider;
let gateway: Gateway;

beforeAll(async () => {
  provider = await startProvider();
  gateway = await startGateway({ providerUrl: provider.url, configFile: "litellm/failover.yaml", hurry: HURRY });
});
beforeEach(() => provider.forget());
afterAll(async () => {
  await gateway?.stop();
  await provider?.stop();
});

// What failed is left alone for a while: each test takes a model of its own.
test.for([
  ["streamed", "claude-opus-5-5"],
  ["whole", "claude-sonnet-5-5"],
] as const)(
  "litellm/failover.yaml asks Bedrock when Anthropic takes a request and never answers; %s",
  async ([way, model]) => {
    const instance = newInstanceId();
    provider.script((request) => (request.api === "anthropic" ? SILENT : about(request)));
    expect(await ask(gateway.url, model, instance, way)).toBe(`about ${instance}`);
    expect(provider.requests.map(({ api }) => api)).toEqual(["anthropic", "bedrock"]);
    expectUnseen(provider.requests, [instance]);
    await expectUnstored(gateway, [instance]);
  },
);

test("litellm/failover.yaml sends a Claude without a second way to Anthropic, as litellm/config.yaml does", async () => {
  const instance = newInstanceId();
  provider.script(about);
  expect(await ask(gateway.url, "claude-opus-4-1", instance)).toBe(`about ${instance}`);
  expect(provider.requests.map(({ api }) => api)).toEqual(["anthropic"]);
});
