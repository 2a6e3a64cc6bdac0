import OpenAI from "openai";
import { describe, expect, test } from "vitest";
import { expectUnseen, expectUnstored } from "./audit.ts";
import { newInstanceId, newPrivateKey } from "./originals.ts";
import type { Block } from "./provider/answer.ts";
import { readAll } from "./read-all.ts";
import { newTeamKey } from "./team-key.ts";
import { useGateway } from "./use-gateway.ts";

const used = useGateway();
const { gateway } = used;

/** Text, no JSON: what is restored in it stays as it is, quotes and line ends included. */
const SAYS: Block[] = [
  { type: "custom_tool_call", name: "sh", input: 'stop "ec2-001" <<E\npem-001\nE', sizes: [1, 2] },
  { type: "custom_tool_call", name: "log", input: "EC2-001, not ec2-0012", sizes: [5] },
];

describe("custom tools of a chat", () => {
  test("are called with the originals in a whole answer", async () => {
    const [instance, key] = [newInstanceId(), newPrivateKey()];
    used.provider.script([{ blocks: SAYS }]);
    const { choices } = await connect().chat.completions.create(ask(instance, key));
    expect(choices[0]?.message.tool_calls).toMatchObject(calls(instance, key));
    expectSeen();
    expectUnseen(used.provider.requests, [instance, key]);
    await expectUnstored(gateway, [instance, key]);
  });

  test("are called with the originals in a stream", async () => {
    const [instance, key] = [newInstanceId(), newPrivateKey()];
    used.provider.script([{ blocks: SAYS }]);
    const chunks = await readAll(
      await connect().chat.completions.create({ ...ask(instance, key), stream: true as const }),
    );
    expect(assemble(chunks)).toMatchObject(calls(instance, key));
    expectSeen();
    expectUnseen(used.provider.requests, [instance, key]);
    await expectUnstored(gateway, [instance, key]);
  });
});

function connect(): OpenAI {
  return new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: newTeamKey(), maxRetries: 0 });
}

/** A conversation in which a custom tool was called before. */
function ask(instance: string, key: string): OpenAI.ChatCompletionCreateParamsNonStreaming {
  const input = `stop ${instance}\n"now"`;
  return {
    model: "openai/gpt-5",
    messages: [
      { role: "user", content: `stop ${instance} with ${key}` },
      { role: "assistant", tool_calls: [{ id: "call_1", type: "custom", custom: { name: "sh", input } }] },
      { role: "tool", tool_call_id: "call_1", content: `no ${instance}` },
    ],
    tools: [
      { type: "custom", custom: { name: "sh", description: `a shell on ${instance}`, format: { type: "text" } } },
      {
        type: "custom",
        custom: {
          name: "log",
          format: { type: "grammar", grammar: { syntax: "regex", definition: `^${instance}|.*$` } },
        },
      },
    ],
  };
}

function calls(instance: string, key: string): readonly object[] {
  return [
    { type: "custom", custom: { name: "sh", input: `stop "${instance}" <<E\n${key}\nE` } },
    { type: "custom", custom: { name: "log", input: `${instance}, not ec2-0012` } },
  ];
}

/** What the provider must have been asked. */
function expectSeen(): void {
  expect(used.provider.requests.map(({ body, violations }) => [body, violations])).toMatchObject([
    [
      {
        messages: [
          { content: "stop ec2-001 with pem-001" },
          { tool_calls: [{ type: "custom", custom: { name: "sh", input: 'stop ec2-001\n"now"' } }] },
          { content: "no ec2-001" },
        ],
        tools: [
          { type: "custom", custom: { description: "a shell on ec2-001" } },
          { custom: { format: { grammar: { definition: "^ec2-001|.*$" } } } },
        ],
      },
      [],
    ],
  ]);
}

interface CustomCall {
  type?: string;
  custom: { name?: string; input: string };
}

/** The SDK's own assembling knows functions only. */
function assemble(chunks: readonly OpenAI.ChatCompletionChunk[]): readonly CustomCall[] {
  const found: CustomCall[] = [];
  for (const piece of chunks.flatMap(({ choices }) => choices.flatMap(({ delta }) => delta.tool_calls ?? []))) {
    const { index, type, custom } = piece as typeof piece & Partial<CustomCall>;
    const call = (found[index] ??= { custom: { input: "" } });
    if (type) call.type = type;
    if (custom?.name) call.custom.name = custom.name;
    call.custom.input += custom?.input ?? "";
  }
  return found;
}
