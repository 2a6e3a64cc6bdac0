import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Provider, startProvider } from "./provider.ts";

let provider: Provider;
let anthropic: Anthropic;

beforeAll(async () => {
  provider = await startProvider();
  anthropic = new Anthropic({ baseURL: provider.url, apiKey: "any", maxRetries: 0 });
});
beforeEach(() => provider.forget());
afterAll(() => provider.stop());

describe("the stand-in provider", () => {
  test("says the same message whole and streamed", async () => {
    provider.script([
      {
        blocks: [
          { type: "thinking", text: "생각 🤔", sizes: [1] },
          { type: "text", text: "답 🤖", sizes: [1, 2] },
          { type: "tool_use", name: "Bash", input: { command: 'echo "한\\n"' }, sizes: [1] },
        ],
      },
    ]);
    const whole = await anthropic.messages.create(question("hi"));
    const streamed = await anthropic.messages.stream(question("hi")).finalMessage();
    expect(withoutIds(streamed)).toMatchObject(withoutIds(whole) as object);
    expect(whole.stop_reason).toBe("tool_use");
  });

  test("accepts its own thinking unchanged and refuses it altered", async () => {
    provider.script([
      {
        blocks: [
          { type: "thinking", text: "on ec2-001" },
          { type: "text", text: "yes" },
        ],
      },
    ]);
    const { content } = await anthropic.messages.create(question("hi"));
    const back = (blocks: Anthropic.ContentBlockParam[]): Promise<unknown> =>
      anthropic.messages.create({
        ...question("hi"),
        messages: [
          ...question("hi").messages,
          { role: "assistant", content: blocks },
          { role: "user", content: "go on" },
        ],
      });

    await back(content);
    await expect(back([{ ...(content[0] as Anthropic.ThinkingBlock), thinking: "on i-0123" }])).rejects.toThrow(
      /Invalid `signature`/,
    );
    expect(provider.requests.map((request) => request.violations.length)).toEqual([0, 0, 1]);
  });

  test("refuses a tool call without its result, and a result without its call", async () => {
    const call = { type: "tool_use", id: "toolu_1", name: "Bash", input: {} } as const;
    const result = { type: "tool_result", tool_use_id: "toolu_1", content: "done" } as const;
    const first = { role: "user", content: "hi" } as const;
    const ask = (...messages: Anthropic.MessageParam[]): Promise<unknown> =>
      anthropic.messages.create({ ...question("hi"), messages: [first, ...messages] });

    await ask({ role: "assistant", content: [call] }, { role: "user", content: [result] });
    await expect(ask({ role: "assistant", content: [call] }, first)).rejects.toThrow(/without `tool_result`/);
    await expect(ask({ role: "assistant", content: "ok" }, { role: "user", content: [result] })).rejects.toThrow(
      /unexpected `tool_use_id`/,
    );
  });

  test("counts as read from the cache what an earlier request wrote, and nothing behind a change", async () => {
    const cached = (text: string): Anthropic.TextBlockParam => ({
      type: "text",
      text,
      cache_control: { type: "ephemeral" },
    });
    const ask = async (system: string, prompt: string): Promise<Anthropic.Usage> =>
      (await anthropic.messages.create({ ...question(prompt), system: [cached(system)] })).usage;
    provider.script([{ blocks: [{ type: "text", text: "ok" }] }]);

    const first = await ask("long rules ".repeat(50), "one");
    const same = await ask("long rules ".repeat(50), "two");
    const changed = await ask("Long rules ".repeat(50), "two");
    expect(first.cache_read_input_tokens).toBe(0);
    expect(first.cache_creation_input_tokens).toBeGreaterThan(100);
    expect(same.cache_read_input_tokens).toBe(first.cache_creation_input_tokens);
    expect(changed.cache_read_input_tokens).toBe(0);
  });

  test("says the same completion whole and streamed to the openai SDK", async () => {
    const openai = new OpenAI({ baseURL: `${provider.url}/v1`, apiKey: "any" });
    const messages = [{ role: "user" as const, content: "hi" }];
    provider.script([
      {
        blocks: [
          { type: "text", text: "답 🤖", sizes: [1] },
          { type: "tool_use", name: "stop", input: { id: "x" }, sizes: [2] },
        ],
      },
    ]);
    const whole = await openai.chat.completions.create({ model: "gpt-5", messages });
    const streamed = await openai.chat.completions.stream({ model: "gpt-5", messages }).finalChatCompletion();
    expect(streamed.choices[0]?.message.content).toBe(whole.choices[0]?.message.content);
    expect(streamed.choices[0]?.message.tool_calls?.[0]).toMatchObject({
      function: { name: "stop", arguments: '{"id":"x"}' },
    });
  });

  test("dies and fails in the middle of a stream where the script says so", async () => {
    const blocks = [{ type: "text", text: "one two three", sizes: [1] }] as const;
    provider.script([{ blocks, dieAfterDeltas: 3 }]);
    await expect(anthropic.messages.stream(question("hi")).finalMessage()).rejects.toThrow(
      /terminated|Connection|ended/,
    );
    const error = { status: 529, type: "overloaded_error", message: "Overloaded" };
    provider.script([{ blocks, failAfterDeltas: { deltas: 3, error } }]);
    await expect(anthropic.messages.stream(question("hi")).finalMessage()).rejects.toThrow(/Overloaded/);
    provider.script([{ error }]);
    await expect(anthropic.messages.create(question("hi"))).rejects.toThrow(/529/);
  });
});

function question(content: string): Anthropic.MessageCreateParamsNonStreaming {
  return { model: "claude-opus-5-5", max_tokens: 100, messages: [{ role: "user", content }] };
}

/** Ids are new in every answer, and a signature stays only as long as the thinking it belongs to. */
function withoutIds(message: Anthropic.Message): unknown {
  return JSON.parse(
    JSON.stringify(message, (key, value: unknown) => (key === "id" || key.startsWith("_") ? undefined : value)),
  );
}
