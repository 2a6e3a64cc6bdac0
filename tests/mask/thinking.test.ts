import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { buildEngine } from "../../masker-service/src/build-engine.ts";
import { MaskerError } from "../../masker-service/src/errors.ts";
import { spliceText } from "../../masker-service/src/body/splice-strings.ts";
import { maskBody } from "../../masker-service/src/mask/mask-body.ts";
import { createThrowaway } from "../../masker-service/src/mask/throwaway.ts";
import { loadPatterns } from "../../masker-service/src/patterns/load.ts";

const PATTERNS = fileURLToPath(new URL("../../masker-service/patterns", import.meta.url));
const maskTexts = buildEngine(await loadPatterns({ directories: [PATTERNS] })).maskTextsOf("default");

const ID = "i-0bbbbbbbbbbbbbbb9";
const SIGNATURE = "EqoBCkgIARABGAIiQ".repeat(6);
const think = (thinking: string) => ({ type: "thinking", thinking, signature: SIGNATURE });
const user = (...content: unknown[]) => ({ role: "user", content });
const model = (...content: unknown[]) => ({ role: "assistant", content });
const call = (value: string) => ({ type: "tool_use", id: "t1", name: "Write", input: { content: value } });
const result = (content: string) => ({ type: "tool_result", tool_use_id: "t1", content });

/** The body with placeholders; "refused" if it is. */
async function mask(body: unknown): Promise<string> {
  try {
    const json = JSON.stringify(body);
    return spliceText(json, (await maskBody(maskTexts, "s", json, createThrowaway())).changes);
  } catch (error) {
    if (error instanceof MaskerError && error.code === "refused") {
      expect(error.message).toMatch(/thinking.*new conversation/);
      expect(error.message).not.toContain(ID);
      return "refused";
    }
    throw error;
  }
}

describe("thinking that holds what it was given in the clear is refused", () => {
  test.each([
    ["by the user", { messages: [user(`stop ${ID}`), model(think(`stop ${ID}?`))] }],
    ["by a tool", { messages: [user("x"), model(call("y")), user(result(ID)), model(think(`so ${ID}`))] }],
    ["by the system prompt, wherever it stands", { messages: [user("x"), model(think(ID))], system: `guard ${ID}` }],
    ["by a tool's definition", { messages: [user("x"), model(think(ID))], tools: [{ description: ID }] }],
    [
      "to a chat, in JSON in a string",
      {
        messages: [
          { role: "user", tool_calls: [{ function: { arguments: JSON.stringify({ id: ID }) } }] },
          { role: "assistant", thinking_blocks: [think(ID)] },
        ],
      },
    ],
  ])("%s", async (_, body) => {
    expect(await mask(body)).toBe("refused");
  });
});

describe("thinking passes byte for byte", () => {
  const passes = async (body: { messages: { role: string; content?: unknown[] }[] }): Promise<string> => {
    const masked = await mask(body);
    const blocks = (json: string): unknown =>
      (JSON.parse(json) as typeof body).messages.flatMap(({ content }) =>
        (content ?? []).filter((block) => (block as { type?: string }).type === "thinking"),
      );
    expect(blocks(masked)).toEqual(blocks(JSON.stringify(body)));
    return masked;
  };

  test("with placeholders, whether their mappings are known or expired", async () => {
    await passes({ messages: [user(`stop ${ID}`), model(think("stop **ec2-001**, not ec2-999 or lit-001"))] });
  });

  test("with an example that the model made up and then wrote into a file, in every later turn", async () => {
    const made = "vpc-0123456789abcdef0";
    const messages = [user("write a test"), model(think(`say ${made}`), call(made)), user(result(`has ${made}`))];
    expect(await passes({ messages })).not.toContain(`"content":"has ${made}"`);
    await passes({ messages: [...messages, model(think(`${made} is in`), call(made)), user(`${made}?`)] });
  });

  test("with an example that the model said before", async () => {
    await passes({ messages: [user("x"), model(`say ${ID}`), user("go on"), model(think(`did I say ${ID}?`))] });
  });

  test.each(["10.0.0.1", "10.0.0.0/16", "AKIAIOSFODNN7EXAMPLE", "arn:aws:iam::123456789012:root"])(
    "with %s, which a model may think up as well as the user",
    async (value) => {
      expect(await passes({ messages: [user(`in ${value}`), model(think(`like ${value}`))] })).not.toContain(
        `in ${value}`,
      );
    },
  );

  test("with what no other text says", async () => {
    await passes({ messages: [user("x"), model(think(`like ${ID}`))] });
  });

  test("with an example that stands in the arguments of the same message's call", async () => {
    const calls = [{ function: { name: "f", arguments: JSON.stringify({ id: ID }) } }];
    const masked = await mask({ messages: [{ role: "assistant", tool_calls: calls, thinking_blocks: [think(ID)] }] });
    expect(masked).toContain(`"thinking":"${ID}"`);
    expect(masked).toContain(String.raw`{\"id\":\"ec2-001\"}`);
  });

  test("with a name that was learned only after it was thought of", async () => {
    const messages = [
      user("why is acme-prod-logs empty?"),
      model(think("acme-prod-logs, hm")),
      user("s3://acme-prod-logs/"),
    ];
    expect(await passes({ messages })).toContain("why is bucket-001 empty?");
  });
});
