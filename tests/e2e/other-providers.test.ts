import { execFileSync } from "node:child_process";
import Anthropic from "@anthropic-ai/sdk";
import { describe, expect, test } from "vitest";
import { expectUnseen, expectUnstored } from "./audit.ts";
import { litellmPython } from "./chain/litellm-python.ts";
import { newInstanceId, newSecurityGroupId } from "./originals.ts";
import type { ProviderApi } from "./provider/recorded-request.ts";
import { repeatBoth } from "./repeat-both.ts";
import { newTeamKey } from "./team-key.ts";
import { useGateway } from "./use-gateway.ts";

const used = useGateway();
const { gateway } = used;

/** Behind the Messages API: Bedrock's two APIs, Vertex's, and OpenAI's, to which LiteLLM translates. */
const MODELS: readonly (readonly [string, ProviderApi, RegExp])[] = [
  ["bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0", "bedrock", /\/invoke/],
  ["bedrock/converse/us.anthropic.claude-sonnet-4-5-20250929-v1:0", "bedrock", /\/converse/],
  ["vertex_ai/claude-sonnet-4-5@20250929", "vertex", /RawPredict|rawPredict/],
  ["openai/gpt-5", "openai-responses", /\/responses/],
];

interface Originals {
  readonly instance: string;
  readonly group: string;
}

describe.for(MODELS)("the Messages API with %s", ([model, api, path]) => {
  test.skipIf(api === "vertex" && !hasGoogleAuth()).for(["whole", "streamed"] as const)(
    "masks what goes out and restores a %s answer",
    async (way) => {
      const originals = { instance: newInstanceId(), group: newSecurityGroupId() };
      const client = new Anthropic({ baseURL: gateway.url, authToken: newTeamKey(), apiKey: null, maxRetries: 0 });
      used.provider.script(repeatBoth);
      const question = conversation(model, originals);
      const message = await (way === "whole"
        ? client.messages.create(question)
        : client.messages.stream(question).finalMessage());

      expect(message.content.map(withoutId)).toEqual([
        { type: "text", text: `"${originals.instance}" 와 ${originals.group}` },
        { type: "tool_use", name: "stop", input: { id: originals.instance, groups: [originals.group] } },
      ]);
      expect(message.stop_reason).toBe("tool_use");
      expect(used.provider.requests.filter(({ url }) => url !== "/token")).toMatchObject([
        { api, url: expect.stringMatching(path) as string, violations: [] },
      ]);
      expectUnseen(used.provider.requests, Object.values(originals));
      await expectUnstored(gateway, Object.values(originals));
    },
  );
});

test.for([
  ["opus", "claude-opus-5-5"],
  ["sonnet", "claude-sonnet-5-5"],
  ["haiku", "claude-haiku-5-5"],
] as const)("the short name %s is %s", async ([alias, model]) => {
  const instance = newInstanceId();
  const client = new Anthropic({ baseURL: gateway.url, authToken: newTeamKey(), apiKey: null, maxRetries: 0 });
  used.provider.script([{ blocks: [{ type: "text", text: "ec2-001" }] }]);
  const messages = [{ role: "user" as const, content: `look at ${instance}` }];
  const message = await client.messages.create({ model: alias, max_tokens: 9, messages });
  expect(message.content).toMatchObject([{ text: instance }]);
  expect(used.provider.requests).toMatchObject([{ api: "anthropic", body: { model } }]);
  expectUnseen(used.provider.requests, [instance]);
});

function conversation(model: string, { instance, group }: Originals): Anthropic.MessageCreateParamsNonStreaming {
  const properties = { id: { type: "string", description: `like ${instance}` } };
  return {
    model,
    max_tokens: 1000,
    system: `You guard ${instance}.`,
    messages: [
      { role: "user", content: [{ type: "text", text: `find ${instance}` }] },
      { role: "assistant", content: [{ type: "tool_use", id: "toolu_1", name: "stop", input: { id: instance } }] },
      { role: "user", content: [{ type: "tool_result", tool_use_id: "toolu_1", content: `{"group":"${group}"}` }] },
    ],
    tools: [{ name: "stop", description: `stops ${group}`, input_schema: { type: "object", properties } }],
  };
}

function withoutId(block: Anthropic.ContentBlock): object {
  if (block.type === "text") return { type: "text", text: block.text };
  if (block.type === "tool_use") return { type: "tool_use", name: block.name, input: block.input };
  return block;
}

/** The lock has it; a Python of MASKER_TEST_PYTHON that is older may not. */
function hasGoogleAuth(): boolean {
  try {
    execFileSync(litellmPython(), ["-c", "import google.auth"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
