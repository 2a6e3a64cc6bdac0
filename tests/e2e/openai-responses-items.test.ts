import OpenAI from "openai";
import { describe, expect, test } from "vitest";
import { expectUnseen, expectUnstored } from "./audit.ts";
import { newInstanceId, newPrivateKey } from "./originals.ts";
import type { Block } from "./provider/answer.ts";
import { readAll } from "./read-all.ts";
import { newTeamKey } from "./team-key.ts";
import { useGateway } from "./use-gateway.ts";

type Events = readonly OpenAI.Responses.ResponseStreamEvent[];

interface Case {
  readonly what: string;
  readonly says: Block;
  /** The event with a piece of the text, and the event with the whole and its field. */
  readonly delta: string;
  readonly done: readonly [type: string, field: string];
  readonly text: (instance: string, key: string) => string;
  readonly item: (text: string) => object;
}

const CASES: readonly Case[] = [
  {
    what: "a custom tool call, whose input is text and no JSON",
    says: { type: "custom_tool_call", name: "sh", input: 'stop "ec2-001" <<E\npem-001\nE', sizes: [1, 2] },
    delta: "response.custom_tool_call_input.delta",
    done: ["response.custom_tool_call_input.done", "input"],
    text: (instance, key) => `stop "${instance}" <<E\n${key}\nE`,
    item: (input) => ({ type: "custom_tool_call", name: "sh", input }),
  },
  {
    what: "a refusal",
    says: { type: "refusal", text: 'not "ec2-001" with pem-001', sizes: [3, 1] },
    delta: "response.refusal.delta",
    done: ["response.refusal.done", "refusal"],
    text: (instance, key) => `not "${instance}" with ${key}`,
    item: (refusal) => ({ type: "message", content: [{ type: "refusal", refusal }] }),
  },
];

const used = useGateway();
const { gateway } = used;

describe.for(CASES)("$what of the Responses API", ({ says, delta, done, text, item }) => {
  test("comes whole with the originals", async () => {
    const [instance, key] = [newInstanceId(), newPrivateKey()];
    used.provider.script([{ blocks: [says] }]);
    const { output } = await connect().responses.create({ ...ask(instance, key), stream: false });
    expect(output).toMatchObject([item(text(instance, key))]);
    expectSeen();
    expectUnseen(used.provider.requests, [instance, key]);
    await expectUnstored(gateway, [instance, key]);
  });

  test("comes with them in its deltas, in the done events and in the response that the SDK ends with", async () => {
    const [instance, key] = [newInstanceId(), newPrivateKey()];
    used.provider.script([{ blocks: [says] }]);
    const stream = connect().responses.stream(ask(instance, key));
    const events = await readAll(stream);
    const expected = item(text(instance, key));
    expect(stringsOf(events, delta, "delta").join("")).toBe(text(instance, key));
    expect(stringsOf(events, ...done)).toEqual([text(instance, key)]);
    expect(events.find(({ type }) => type === "response.output_item.done")).toMatchObject({ item: expected });
    expect((await stream.finalResponse()).output).toMatchObject([expected]);
    expect(events.map((event) => event.sequence_number)).toEqual(events.map((_, at) => at));
    expectSeen();
    expectUnseen(used.provider.requests, [instance, key]);
    await expectUnstored(gateway, [instance, key]);
  });
});

function connect(): OpenAI {
  return new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: newTeamKey(), maxRetries: 0 });
}

/** A conversation in which a custom tool was called before. */
function ask(instance: string, key: string): OpenAI.Responses.ResponseCreateParams & { stream?: never } {
  return {
    model: "openai/gpt-5",
    input: [
      { role: "user", content: `stop ${instance} with ${key}` },
      { type: "custom_tool_call", call_id: "call_1", name: "sh", input: `stop ${instance}` },
      { type: "custom_tool_call_output", call_id: "call_1", output: `no ${instance}` },
    ],
    tools: [{ type: "custom", name: "sh", description: `a shell on ${instance}`, format: { type: "text" } }],
    store: false,
  };
}

/** What the provider must have been asked. */
function expectSeen(): void {
  expect(used.provider.requests.map(({ body }) => body)).toMatchObject([
    {
      input: [{ content: "stop ec2-001 with pem-001" }, { input: "stop ec2-001" }, { output: "no ec2-001" }],
      tools: [{ type: "custom", description: "a shell on ec2-001" }],
    },
  ]);
}

function stringsOf(events: Events, type: string, field: string): readonly unknown[] {
  return events
    .filter((event) => event.type === type)
    .map((event) => Object.entries(event).find(([name]) => name === field)?.[1]);
}
