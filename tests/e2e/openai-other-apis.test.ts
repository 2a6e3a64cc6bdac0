import OpenAI from "openai";
import { describe, expect, test } from "vitest";
import { expectUnseen, expectUnstored } from "./audit.ts";
import { newInstanceId } from "./originals.ts";
import type { Answer } from "./provider/answer.ts";
import { newTeamKey } from "./team-key.ts";
import { useGateway } from "./use-gateway.ts";

const MODEL = "openai/gpt-5";
const SAID: Answer = {
  blocks: [
    { type: "text", text: '"ec2-001" 끝', sizes: [1, 2] },
    { type: "tool_use", name: "stop", input: { id: "ec2-001", note: 'a "ec2-001"' }, sizes: [3, 1] },
  ],
};

const used = useGateway();
const { gateway } = used;

function connect(): OpenAI {
  return new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: newTeamKey(), maxRetries: 0 });
}

describe("the Responses API", () => {
  const ask = (instance: string): OpenAI.Responses.ResponseCreateParams => ({
    model: MODEL,
    instructions: `Guard ${instance}.`,
    input: [
      { role: "user", content: [{ type: "input_text", text: `find ${instance}` }] },
      { type: "function_call", call_id: "call_1", name: "stop", arguments: JSON.stringify({ id: instance }) },
      { type: "function_call_output", call_id: "call_1", output: `stopped ${instance}` },
    ],
    tools: [{ type: "function", name: "stop", description: `stops ${instance}`, parameters: {}, strict: false }],
    store: false,
  });
  const restored = (instance: string): object => {
    const text = { type: "output_text", text: `"${instance}" 끝` };
    const call = { name: "stop", arguments: JSON.stringify({ id: instance, note: `a "${instance}"` }) };
    return {
      status: "completed",
      output: [
        { type: "message", content: [text] },
        { type: "function_call", ...call },
      ],
    };
  };

  test("answers whole with the originals", async () => {
    const instance = newInstanceId();
    used.provider.script([SAID]);
    expect(await connect().responses.create({ ...ask(instance), stream: false })).toMatchObject(restored(instance));
    expectUnseen(used.provider.requests, [instance]);
    await expectUnstored(gateway, [instance]);
  });

  test("streams the same in deltas, in the done events and in the completed one, with no number left out", async () => {
    const instance = newInstanceId();
    used.provider.script([SAID]);
    const events: OpenAI.Responses.ResponseStreamEvent[] = [];
    for await (const event of await connect().responses.create({ ...ask(instance), stream: true })) events.push(event);

    const deltas = events.flatMap((event) => (event.type === "response.output_text.delta" ? [event.delta] : []));
    const done = events.flatMap((event) => (event.type === "response.output_text.done" ? [event.text] : []));
    expect(deltas.join("")).toBe(`"${instance}" 끝`);
    expect(done).toEqual([`"${instance}" 끝`]);
    const last = events.at(-1);
    expect(last?.type === "response.completed" && last.response).toMatchObject(restored(instance));
    expect(events.map((event) => event.sequence_number)).toEqual(events.map((_, at) => at));
    expectUnseen(used.provider.requests, [instance]);
    await expectUnstored(gateway, [instance]);
  });

  test("does not go on from an answer that the provider keeps for somebody else", async () => {
    const create = connect().responses.create({
      model: MODEL,
      input: "go on",
      previous_response_id: "resp_of_another",
    });
    await expect(create).rejects.toThrow(/^4\d\d /);
    expect(used.provider.requests).toEqual([]);
  });
});

describe("OpenAI's completions and embeddings", () => {
  test.for([false, true])("a completion comes back with the original, streamed: %s", async (stream) => {
    const instance = newInstanceId();
    used.provider.script([SAID]);
    const answer = await connect().completions.create({ model: MODEL, prompt: `find ${instance}`, stream });
    let text = "";
    if ("choices" in answer) text = answer.choices[0]?.text ?? "";
    else for await (const chunk of answer) text += chunk.choices[0]?.text ?? "";
    expect(text).toBe(`"${instance}" 끝`);
    expectUnseen(used.provider.requests, [instance]);
    await expectUnstored(gateway, [instance]);
  });

  test("an embedding is made of the masked text", async () => {
    const instance = newInstanceId();
    const answer = await connect().embeddings.create({
      model: MODEL,
      input: [`find ${instance}`],
      encoding_format: "float",
    });
    expect(answer.data[0]?.embedding).toEqual([0.25, -0.5, 0.125]);
    expect(used.provider.requests[0]?.body).toMatchObject({ input: ["find ec2-001"] });
    expectUnseen(used.provider.requests, [instance]);
    await expectUnstored(gateway, [instance]);
  });
});
