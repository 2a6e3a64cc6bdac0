import OpenAI from "openai";
import { describe, expect, test } from "vitest";
import { expectUnseen, expectUnstored } from "./audit.ts";
import { newInstanceId, newSecurityGroupId } from "./originals.ts";
import type { Block } from "./provider/answer.ts";
import { readAll } from "./read-all.ts";
import { newTeamKey } from "./team-key.ts";
import { useGateway } from "./use-gateway.ts";

const MODEL = "openai/gpt-5";

const used = useGateway();
const { gateway } = used;

function connect(): OpenAI {
  return new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: newTeamKey(), maxRetries: 0 });
}

interface Case {
  readonly what: string;
  /** What the model says, in placeholders: a list of blocks for each choice. */
  readonly says: readonly [readonly Block[], ...(readonly Block[])[]];
  readonly asks: Partial<OpenAI.ChatCompletionCreateParamsNonStreaming>;
  /** What the SDK's choices must come to. */
  readonly gets: (instance: string, group: string) => readonly object[];
}

const functions = [{ name: "stop", description: "stops an instance", parameters: { type: "object", properties: {} } }];

const CASES: readonly Case[] = [
  {
    what: "several choices, of which each goes on by turns and holds back its own",
    asks: { n: 3 },
    says: [
      [{ type: "text", text: '"ec2-001" 와 sg-001', sizes: [1] }],
      [{ type: "text", text: "sg-001, not ec2-0012, and ec2-001", sizes: [2, 1] }],
      [{ type: "tool_use", name: "stop", input: { id: "ec2-001", note: 'a "sg-001"' }, sizes: [3] }],
    ],
    gets: (instance, group) => [
      { index: 0, message: { content: `"${instance}" 와 ${group}` } },
      { index: 1, message: { content: `${group}, not ec2-0012, and ${instance}` } },
      {
        index: 2,
        message: {
          tool_calls: [
            { function: { name: "stop", arguments: JSON.stringify({ id: instance, note: `a "${group}"` }) } },
          ],
        },
      },
    ],
  },
  {
    what: "a legacy function call",
    asks: { functions, function_call: "auto" },
    says: [[{ type: "function_call", name: "stop", input: { id: "ec2-001", "sg-001": ['"ec2-001"'] }, sizes: [2, 1] }]],
    gets: (instance, group) => [
      {
        message: {
          function_call: { name: "stop", arguments: JSON.stringify({ id: instance, [group]: [`"${instance}"`] }) },
        },
      },
    ],
  },
];

describe.for(CASES)("a chat's answer with $what", ({ asks, says: [blocks, ...others], gets }) => {
  test.for([false, true])("comes with the originals to the openai SDK, streamed: %s", async (stream) => {
    const [instance, group] = [newInstanceId(), newSecurityGroupId()];
    used.provider.script([{ blocks, others }]);
    const params = { ...conversation(instance, group), ...asks };
    const choices = stream
      ? assemble(await readAll(await connect().chat.completions.create({ ...params, stream: true })))
      : (await connect().chat.completions.create(params)).choices;
    expect(choices).toMatchObject(gets(instance, group));
    expect(used.provider.requests.map(({ body }) => body)).toMatchObject([
      { ...asks, messages: [{}, { function_call: { arguments: '{"id":"ec2-001"}' } }, { content: "stopped ec2-001" }] },
    ]);
    expectUnseen(used.provider.requests, [instance, group]);
    await expectUnstored(gateway, [instance, group]);
  });
});

test("a legacy function call is put together from a stream by the SDK itself", async () => {
  const [instance, group] = [newInstanceId(), newSecurityGroupId()];
  const input = { id: "ec2-001", note: 'a "sg-001"' };
  used.provider.script([{ blocks: [{ type: "function_call", name: "stop", input, sizes: [1, 3] }] }]);
  const params = { ...conversation(instance, group), functions, stream: true as const };
  const { choices } = await connect().chat.completions.stream(params).finalChatCompletion();
  const call = { name: "stop", arguments: JSON.stringify({ id: instance, note: `a "${group}"` }) };
  expect(choices).toMatchObject([{ finish_reason: "function_call", message: { function_call: call } }]);
  expectUnseen(used.provider.requests, [instance, group]);
});

// LiteLLM puts a whole chat's refusal among the provider's own fields, and leaves it out of a stream; Responses has it in both.
describe("a chat's refusal", () => {
  const blocks: Block[] = [{ type: "refusal", text: 'I will not stop "ec2-001" of sg-001', sizes: [1, 2] }];

  test("comes with the originals where LiteLLM puts it", async () => {
    const [instance, group] = [newInstanceId(), newSecurityGroupId()];
    used.provider.script([{ blocks }]);
    const { choices } = await connect().chat.completions.create(conversation(instance, group));
    const refusal = `I will not stop "${instance}" of ${group}`;
    expect(choices).toMatchObject([{ message: { content: null, provider_specific_fields: { refusal } } }]);
    expectUnseen(used.provider.requests, [instance, group]);
    await expectUnstored(gateway, [instance, group]);
  });

  test("leaves a stream that ends as it should, without a word of it", async () => {
    const [instance, group] = [newInstanceId(), newSecurityGroupId()];
    used.provider.script([{ blocks }]);
    const params = { ...conversation(instance, group), stream: true as const };
    const { choices } = await connect().chat.completions.stream(params).finalChatCompletion();
    expect(choices).toMatchObject([{ finish_reason: "stop", message: { content: null, refusal: null } }]);
    expectUnseen(used.provider.requests, [instance, group]);
  });
});

function conversation(instance: string, group: string): OpenAI.ChatCompletionCreateParamsNonStreaming {
  return {
    model: MODEL,
    messages: [
      { role: "user", content: `stop ${instance} of ${group}` },
      {
        role: "assistant",
        content: null,
        function_call: { name: "stop", arguments: JSON.stringify({ id: instance }) },
      },
      { role: "function", name: "stop", content: `stopped ${instance}` },
    ],
  };
}

interface Call {
  name?: string;
  arguments: string;
}

interface Message {
  content: string | null;
  tool_calls?: { function: Call }[];
  function_call?: Call;
}

/**
 * The choices of a stream. By hand, since LiteLLM forwards the first `finish_reason` of a stream alone, with which the SDK
 * does not take several choices for finished; so this looks at none.
 */
function assemble(chunks: readonly OpenAI.ChatCompletionChunk[]): readonly object[] {
  const choices: { index: number; message: Message }[] = [];
  for (const { index, delta } of chunks.flatMap((chunk) => chunk.choices)) {
    const { message } = (choices[index] ??= { index, message: { content: null } });
    if (typeof delta.content === "string") message.content = (message.content ?? "") + delta.content;
    const { function_call: legacy, tool_calls: calls = [] } = delta;
    if (legacy) message.function_call = append(message.function_call, legacy);
    for (const { index: place, function: piece } of calls) {
      const known = (message.tool_calls ??= []);
      known[place] = { function: append(known[place]?.function, piece) };
    }
  }
  return choices;
}

function append(call: Call = { arguments: "" }, piece: Partial<Call> = {}): Call {
  return { ...call, ...(piece.name && { name: piece.name }), arguments: call.arguments + (piece.arguments ?? "") };
}
