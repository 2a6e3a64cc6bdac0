import OpenAI from "openai";
import { describe, expect, test } from "vitest";
import { expectUnseen, expectUnstored } from "./audit.ts";
import { newInstanceId, newSecurityGroupId } from "./originals.ts";
import { repeatBoth } from "./repeat-both.ts";
import { newTeamKey } from "./team-key.ts";
import { useGateway } from "./use-gateway.ts";

const used = useGateway();
const { gateway } = used;

interface Originals {
  readonly instance: string;
  readonly group: string;
}

function conversation(model: string, { instance, group }: Originals): OpenAI.ChatCompletionCreateParamsNonStreaming {
  const parameters = { type: "object", properties: { id: { type: "string", description: `like ${instance}` } } };
  return {
    model,
    messages: [
      { role: "system", content: `You guard ${instance}.` },
      { role: "user", content: [{ type: "text", text: `find ${instance}` }] },
      {
        role: "assistant",
        tool_calls: [
          { id: "call_1", type: "function", function: { name: "stop", arguments: JSON.stringify({ id: instance }) } },
        ],
      },
      { role: "tool", tool_call_id: "call_1", content: `{"group":"${group}"}` },
    ],
    tools: [{ type: "function", function: { name: "stop", description: `stops ${group}`, parameters } }],
  };
}

/** The completion that `repeatBoth` comes to once every placeholder is restored. */
function restored({ instance, group }: Originals): object {
  const call = { name: "stop", arguments: JSON.stringify({ id: instance, groups: [group] }) };
  const message = { content: `"${instance}" 와 ${group}`, tool_calls: [{ type: "function", function: call }] };
  return { choices: [{ finish_reason: "tool_calls", message }] };
}

// One of each provider: LiteLLM passes one on as it is, and translates the other to the Messages API.
describe.for(["openai/gpt-5", "claude-opus-5-5"])("the openai SDK with %s", (model) => {
  test("gets a whole answer with the originals in text and in a tool's arguments", async () => {
    const client = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: newTeamKey() });
    const originals = { instance: newInstanceId(), group: newSecurityGroupId() };
    used.provider.script(repeatBoth);
    const completion = await client.chat.completions.create(conversation(model, originals));
    expect(withCompactArguments(completion)).toMatchObject(restored(originals));
    expectUnseen(used.provider.requests, Object.values(originals));
    await expectUnstored(gateway, Object.values(originals));
  });

  test("puts the same completion together from a stream", async () => {
    const client = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: newTeamKey() });
    const originals = { instance: newInstanceId(), group: newSecurityGroupId() };
    used.provider.script(repeatBoth);
    const stream = client.chat.completions.stream({ ...conversation(model, originals), stream: true });
    const completion = await stream.finalChatCompletion();
    expect(withCompactArguments(completion)).toMatchObject(restored(originals));
    expectUnseen(used.provider.requests, Object.values(originals));
    await expectUnstored(gateway, Object.values(originals));
  });
});

/** Arguments as JSON.stringify writes them: LiteLLM's translation puts spaces of its own between. */
function withCompactArguments(completion: OpenAI.ChatCompletion): OpenAI.ChatCompletion {
  for (const call of completion.choices.flatMap((choice) => choice.message.tool_calls ?? [])) {
    if (call.type === "function") call.function.arguments = JSON.stringify(JSON.parse(call.function.arguments));
  }
  return completion;
}
