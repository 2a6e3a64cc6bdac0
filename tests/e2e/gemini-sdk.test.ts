import { GoogleGenAI, type GenerateContentResponse, type Part } from "@google/genai";
import { describe, expect, test } from "vitest";
import { expectUnseen, expectUnstored } from "./audit.ts";
import { newInstanceId, newSecurityGroupId } from "./originals.ts";
import type { Answer } from "./provider/answer.ts";
import { geminiConversation } from "./recording/gemini-conversation.ts";
import { newTeamKey } from "./team-key.ts";
import { useGateway } from "./use-gateway.ts";

const SAID: Answer = {
  blocks: [
    { type: "thinking", text: "They mean ec2-001.", sizes: [3] },
    { type: "text", text: '"ec2-001" 와 sg-001, 끝 🤖', sizes: [1, 2] },
    { type: "tool_use", name: "stop", input: { id: "ec2-001", note: 'a "sg-001"', "sg-001": [1, null] } },
  ],
};

const used = useGateway();
const { gateway } = used;

function connect(apiVersion = "v1beta"): GoogleGenAI {
  return new GoogleGenAI({ apiKey: newTeamKey(), httpOptions: { baseUrl: gateway.url, apiVersion } });
}

/** The parts of an answer, with text that came in pieces put together again. */
function assemble(answers: readonly GenerateContentResponse[]): readonly Part[] {
  const parts: Part[] = [];
  for (const part of answers.flatMap(({ candidates }) => candidates?.[0]?.content?.parts ?? [])) {
    const last = parts.at(-1);
    if (last?.text !== undefined && part.text !== undefined && last.thought === part.thought) last.text += part.text;
    else if (part.text !== "") parts.push({ ...part });
  }
  return parts;
}

function restored(instance: string, group: string): readonly Part[] {
  return [
    { text: `They mean ${instance}.`, thought: true },
    { text: `"${instance}" 와 ${group}, 끝 🤖` },
    { functionCall: { name: "stop", args: { id: instance, note: `a "${group}"`, [group]: [1, null] } } },
  ];
}

describe("@google/genai", () => {
  test("gets a whole answer with the originals in text, thoughts and the arguments of a call", async () => {
    const [instance, group] = [newInstanceId(), newSecurityGroupId()];
    used.provider.script([SAID]);
    const answer = await connect().models.generateContent(geminiConversation(instance, group));
    expect(assemble([answer])).toEqual(restored(instance, group));
    expect(used.provider.requests.map(({ api, violations }) => [api, violations])).toEqual([["gemini", []]]);
    expectUnseen(used.provider.requests, [instance, group]);
    await expectUnstored(gateway, [instance, group]);
  });

  test("puts the same answer together from a stream", async () => {
    const [instance, group] = [newInstanceId(), newSecurityGroupId()];
    used.provider.script([SAID]);
    const answers: GenerateContentResponse[] = [];
    for await (const answer of await connect().models.generateContentStream(geminiConversation(instance, group)))
      answers.push(answer);
    expect(answers.length).toBeGreaterThan(10);
    expect(assemble(answers)).toEqual(restored(instance, group));
    expectUnseen(used.provider.requests, [instance, group]);
    await expectUnstored(gateway, [instance, group]);
  });

  test("counts tokens of what is masked", async () => {
    const [instance, group] = [newInstanceId(), newSecurityGroupId()];
    const { model, contents } = geminiConversation(instance, group);
    const { totalTokens } = await connect().models.countTokens({ model, contents });
    expect(used.provider.requests.map(({ url, violations }) => [url, violations])).toEqual([
      [expect.stringMatching(/:countTokens$/), []],
    ]);
    expect(totalTokens).toBe(Math.ceil((used.provider.requests[0]?.raw.length ?? 0) / 4));
    expect(JSON.stringify(used.provider.requests[0]?.body)).toContain("find ec2-001 of sg-001");
    expectUnseen(used.provider.requests, [instance, group]);
    await expectUnstored(gateway, [instance, group]);
  });

  test("reads the provider's error with the original in it", async () => {
    const [instance, group] = [newInstanceId(), newSecurityGroupId()];
    used.provider.script([{ error: { status: 400, type: "INVALID_ARGUMENT", message: "ec2-001 is not allowed" } }]);
    await expect(connect().models.generateContent(geminiConversation(instance, group))).rejects.toThrow(
      `${instance} is not allowed`,
    );
    expectUnseen(used.provider.requests, [instance, group]);
  });
});

test("a client that asks for another version of Gemini's API is told which one there is", async () => {
  const asked = connect("v1").models.generateContent(geminiConversation(newInstanceId(), newSecurityGroupId()));
  await expect(asked).rejects.toThrow("set the client's API version to v1beta");
  expect(used.provider.requests).toEqual([]);
});

test("rerank ranks masked documents and gives their texts back restored", async () => {
  const [instance, group] = [newInstanceId(), newSecurityGroupId()];
  const body = {
    model: "rerank-v3.5",
    query: `where is ${instance}?`,
    documents: [`in ${group}`, `at ${instance}`],
    return_documents: true,
  };
  const answer = await fetch(`${gateway.url}/v1/rerank`, {
    method: "POST",
    headers: { authorization: `Bearer ${newTeamKey()}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const { results } = (await answer.json()) as { results: { index: number; document: { text: string } }[] };
  expect(results.map(({ index, document }) => [index, document.text])).toEqual([
    [1, `at ${instance}`],
    [0, `in ${group}`],
  ]);
  expect(used.provider.requests[0]?.body).toMatchObject({ documents: ["in sg-001", "at ec2-001"] });
  expectUnseen(used.provider.requests, [instance, group]);
  await expectUnstored(gateway, [instance, group]);
});
