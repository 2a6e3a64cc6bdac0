import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { describe, expect, test } from "vitest";
import { newInstanceId } from "./originals.ts";
import type { Answer } from "./provider/answer.ts";
import { seenToolResults } from "./seen.ts";
import { runClaude } from "./run-claude.ts";
import { newTeamKey } from "./team-key.ts";
import { useGateway } from "./use-gateway.ts";

const used = useGateway();
const { gateway } = used;

const stopUnissued: Answer = {
  blocks: [
    { type: "text", text: "I will stop it." },
    {
      type: "tool_use",
      name: "Bash",
      input: { command: "aws ec2 terminate-instances --instance-ids ec2-987" },
      sizes: [7],
    },
  ],
};

describe("a tool call with a placeholder that was never issued", () => {
  const blocked = () => newTeamKey({ team: { masker: { guard: "block" } } });
  const tool = { name: "Bash", description: "runs", input_schema: { type: "object" as const } };
  const call = {
    model: "claude-opus-5-5",
    max_tokens: 99,
    messages: [{ role: "user" as const, content: "stop it" }],
    tools: [tool],
  };
  const functions = [{ type: "function" as const, function: { name: "Bash", parameters: { type: "object" } } }];
  const chat = { model: "openai/gpt-5", messages: call.messages, tools: functions };
  const reason = /ec2-987, which stands for nothing/;

  test("is left as it is by a guard that warns, and counted", async () => {
    used.provider.script([stopUnissued]);
    const client = new Anthropic({ baseURL: gateway.url, authToken: newTeamKey(), apiKey: null });
    const message = await client.messages.create({
      ...call,
      messages: [{ role: "user", content: `not ${newInstanceId()}` }],
    });
    expect(message.content[1]).toMatchObject({ input: { command: expect.stringContaining("ec2-987") } });
    const metrics = await fetch(`${gateway.maskerUrl}/metrics`, {
      headers: { authorization: `Bearer ${gateway.maskerApiKey}` },
    });
    expect(await metrics.text()).toMatch(/^masker_unissued_in_calls_total\{guard="warn"\} [1-9]/m);
  });

  test("is refused in the Anthropic SDK, whole and streamed, with the reason", async () => {
    used.provider.script([stopUnissued]);
    const client = new Anthropic({ baseURL: gateway.url, authToken: blocked(), apiKey: null });
    await expect(client.messages.create(call)).rejects.toMatchObject({
      status: 422,
      message: expect.stringMatching(reason),
    });
    const texts: string[] = [];
    const stream = client.messages.stream(call).on("text", (text) => texts.push(text));
    const inputs: string[] = [];
    stream.on("inputJson", (json) => inputs.push(json));
    await expect(stream.finalMessage()).rejects.toThrow(reason);
    expect([texts.join(""), inputs.join("")]).toEqual(["I will stop it.", ""]);
    expect(used.provider.requests).toHaveLength(2);
  });

  test("is refused in the OpenAI SDK, by chat and Responses, whole and streamed", async () => {
    used.provider.script([stopUnissued]);
    const client = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: blocked() });
    const refused = { status: 422, message: expect.stringMatching(reason) as string };
    await expect(client.chat.completions.create(chat)).rejects.toMatchObject(refused);
    await expect(client.chat.completions.stream(chat).finalChatCompletion()).rejects.toThrow(reason);
    const parameters = { type: "object" };
    const tools = [{ type: "function" as const, name: "Bash", parameters, strict: false }];
    const response = { model: "openai/gpt-5", input: "stop it", tools };
    await expect(client.responses.create(response)).rejects.toMatchObject(refused);
    const events: string[] = [];
    const streaming = async (): Promise<void> => {
      for await (const event of await client.responses.create({ ...response, stream: true }))
        events.push(JSON.stringify(event));
    };
    await streaming().catch((error: unknown) => events.push(String(error)));
    expect(events.at(-1)).toMatch(reason);
    expect(events.join("")).not.toContain("terminate-instances");
  });

  test("does not run in Claude Code, which says why", async () => {
    const workspace = await used.newWorkspace();
    const command = "touch ran-with-ec2-987";
    used.provider.script((request): Answer => {
      if (seenToolResults(request).length > 0) return { blocks: [{ type: "text", text: "done" }] };
      return { blocks: [{ type: "tool_use", name: "Bash", input: { command }, sizes: [5] }] };
    });
    const args = ["-p", "stop it", "--allowedTools", "Bash"];
    const run = await runClaude({ workspace, url: gateway.url, key: blocked(), args });
    expect(run.stdout + run.stderr).toMatch(reason);
    expect(used.provider.requests.flatMap(seenToolResults)).toEqual([]);
  });
});
