import Anthropic from "@anthropic-ai/sdk";
import { describe, expect, test } from "vitest";
import { expectUnseen, expectUnstored } from "./audit.ts";
import { newAccessKeyId, newInstanceId, newSecretAccessKey, newSecurityGroupId } from "./originals.ts";
import type { Answer } from "./provider/answer.ts";
import type { RecordedRequest } from "./provider/recorded-request.ts";
import { placeholderIn } from "./seen.ts";
import { newTeamKey } from "./team-key.ts";
import { useGateway } from "./use-gateway.ts";

const used = useGateway();
const { gateway } = used;
const model = "claude-opus-5-5";

/** A conversation that carries originals in every place that the API has for text. */
function conversation(originals: Originals): Anthropic.MessageCreateParamsNonStreaming {
  const { instance, group, accessKey, secret } = originals;
  return {
    model,
    max_tokens: 1024,
    system: [{ type: "text", text: `You guard ${instance}.`, cache_control: { type: "ephemeral" } }],
    tools: [
      {
        name: "stop_instance",
        description: `Stops an instance such as ${instance}`,
        input_schema: {
          type: "object",
          properties: { id: { type: "string", enum: [instance] }, [group]: { type: "string" } },
        },
      },
    ],
    messages: [
      {
        role: "user",
        content: [
          {
            type: "document",
            title: `on ${instance}`,
            source: { type: "text", media_type: "text/plain", data: `group ${group}` },
          },
          { type: "text", text: `find ${instance}` },
        ],
      },
      {
        role: "assistant",
        content: [
          { type: "tool_use", id: "toolu_1", name: "stop_instance", input: { id: instance, [group]: [1.0, group] } },
        ],
      },
      {
        role: "user",
        content: [
          {
            type: "tool_result",
            tool_use_id: "toolu_1",
            content: [{ type: "text", text: `aws_access_key_id = ${accessKey}\naws_secret_access_key = ${secret}` }],
          },
        ],
      },
    ],
  };
}

interface Originals {
  readonly instance: string;
  readonly group: string;
  readonly accessKey: string;
  readonly secret: string;
}

function newOriginals(): Originals {
  return {
    instance: newInstanceId(),
    group: newSecurityGroupId(),
    accessKey: newAccessKeyId(),
    secret: newSecretAccessKey(),
  };
}

/** Says every placeholder that it saw, as text and as the input of a tool. */
function repeatAll(request: RecordedRequest): Answer {
  const body = request.raw.toString("utf8");
  const [instance, group, accessKey] = ["ec2", "sg", "iam"].map((prefix) => placeholderIn(body, prefix));
  const secret = /aws_secret_access_key = ([\w-]+)/.exec(body)?.[1] ?? "";
  return {
    blocks: [
      { type: "text", text: `"${instance}" and ${group}`, sizes: [2, 1] },
      {
        type: "tool_use",
        name: "stop_instance",
        input: { id: instance, [`${group}`]: { key: accessKey, secret } },
        sizes: [3],
      },
    ],
  };
}

/** The message that `repeatAll` comes to once every placeholder is restored. */
function restored({ instance, group, accessKey, secret }: Originals): object {
  return {
    content: [
      { type: "text", text: `"${instance}" and ${group}` },
      { type: "tool_use", name: "stop_instance", input: { id: instance, [group]: { key: accessKey, secret } } },
    ],
    stop_reason: "tool_use",
  };
}

describe("@anthropic-ai/sdk", () => {
  test("gets a whole answer with the originals in text and in a tool's input", async () => {
    const client = new Anthropic({ baseURL: gateway.url, authToken: newTeamKey(), apiKey: null });
    const originals = newOriginals();
    used.provider.script(repeatAll);
    expect(await client.messages.create(conversation(originals))).toMatchObject(restored(originals));
    expectUnseen(used.provider.requests, Object.values(originals));
    await expectUnstored(gateway, Object.values(originals));
  });

  test("puts the same message together from a stream", async () => {
    const client = new Anthropic({ baseURL: gateway.url, authToken: newTeamKey(), apiKey: null });
    const originals = newOriginals();
    used.provider.script(repeatAll);
    const message = await client.messages.stream(conversation(originals)).finalMessage();
    expect(message).toMatchObject(restored(originals));
    expectUnseen(used.provider.requests, Object.values(originals));
    await expectUnstored(gateway, Object.values(originals));
  });

  test("counts tokens of the same conversation without an original upstream", async () => {
    const client = new Anthropic({ baseURL: gateway.url, authToken: newTeamKey(), apiKey: null });
    const originals = newOriginals();
    const { system, tools, messages } = conversation(originals);
    const count = await client.messages.countTokens({
      model,
      messages,
      ...(system && { system }),
      ...(tools && { tools }),
    });
    expect(count.input_tokens).toBeGreaterThan(0);
    expectUnseen(used.provider.requests, Object.values(originals));
    await expectUnstored(gateway, Object.values(originals));
  });

  test("goes on with signed thinking over turns, about a placeholder and about an example that the model made up", async () => {
    const client = new Anthropic({ baseURL: gateway.url, authToken: newTeamKey(), apiKey: null });
    // The provider says it first, so it may be in LiteLLM's log.
    const [instance, madeUp] = [newInstanceId(), "vpc-0123456789abcdef0"];
    const tools = [{ name: "write", input_schema: { type: "object" as const } }];
    const messages: Anthropic.MessageParam[] = [{ role: "user", content: `a test for ${instance}` }];
    used.provider.script((request) => ({
      blocks: [
        { type: "thinking", text: `${placeholderIn(request.raw.toString(), "ec2")} in ${madeUp}` },
        { type: "tool_use", name: "write", input: { text: `ec2-001 in ${madeUp}` } },
      ],
    }));
    for (let turn = 0; turn < 3; turn++) {
      const { content } = await client.messages.stream({ model, max_tokens: 99, tools, messages }).finalMessage();
      const call = content.find((block) => block.type === "tool_use");
      expect(call?.input).toEqual({ text: `${instance} in ${madeUp}` });
      expect(content[0]).toMatchObject({ type: "thinking", thinking: `ec2-001 in ${madeUp}` });
      const result = { type: "tool_result" as const, tool_use_id: call?.id ?? "", content: `${instance}, ${madeUp}` };
      messages.push({ role: "assistant", content }, { role: "user", content: [result] });
    }
    expect(used.provider.requests.map(({ violations }) => violations)).toEqual([[], [], []]);
    expectUnseen(used.provider.requests, [instance]);
  });

  test("is told what to do with thinking from before the gateway", async () => {
    const client = new Anthropic({ baseURL: gateway.url, authToken: newTeamKey(), apiKey: null });
    const instance = newInstanceId();
    const thinking = { type: "thinking" as const, thinking: `stop ${instance}?`, signature: "c2lnbmF0dXJl" };
    const asked = client.messages.create({
      model,
      max_tokens: 99,
      messages: [
        { role: "user", content: `stop ${instance}` },
        { role: "assistant", content: [thinking, { type: "text", text: "Really?" }] },
        { role: "user", content: "yes" },
      ],
    });
    await expect(asked).rejects.toThrow(/did not come through this gateway.*start a new conversation/);
    expect(used.provider.requests).toEqual([]);
    await expectUnstored(gateway, [instance]);
  });
});
