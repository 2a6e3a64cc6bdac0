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
});
