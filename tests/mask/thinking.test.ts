import { fileURLToPath } from "node:url";
import { beforeEach, describe, expect, test } from "vitest";
import { buildEngine } from "../../masker-service/src/build-engine.ts";
import { MaskerError } from "../../masker-service/src/errors.ts";
import { spliceText } from "../../masker-service/src/body/splice-strings.ts";
import { digestThought } from "../../masker-service/src/body/thoughts.ts";
import { maskBody } from "../../masker-service/src/mask/mask-body.ts";
import { createThrowaway } from "../../masker-service/src/mask/throwaway.ts";
import { loadPatterns } from "../../masker-service/src/patterns/load.ts";

const PATTERNS = fileURLToPath(new URL("../../masker-service/patterns", import.meta.url));
const maskTexts = buildEngine(await loadPatterns({ directories: [PATTERNS] })).maskTextsOf("default");

const ID = "i-0bbbbbbbbbbbbbbb9";
const SIGNATURE = "EqoBCkgIARABGAIiQ".repeat(6);
const think = (thinking: string) => ({ type: "thinking", thinking, signature: SIGNATURE });
/** What the model behind the gateway has thought before. */
const noted = new Set<string>();
const known = {
  knowsThoughts: (digests: readonly string[]) => Promise.resolve(digests.every((digest) => noted.has(digest))),
};
const user = (...content: unknown[]) => ({ role: "user", content });
const model = (...content: unknown[]) => ({ role: "assistant", content });
const call = (value: string) => ({ type: "tool_use", id: "t1", name: "Write", input: { content: value } });
const MADE = "vpc-0123456789abcdef0";
const NOTED = `say ${MADE}`;
const result = (content: string) => ({ type: "tool_result", tool_use_id: "t1", content });

/** The body with placeholders; "refused" if it is. */
async function mask(body: unknown): Promise<string> {
  try {
    const json = JSON.stringify(body);
    return spliceText(json, (await maskBody(maskTexts, "s", json, createThrowaway(known))).changes);
  } catch (error) {
    if (error instanceof MaskerError && error.code === "refused") {
      expect(error.message).toMatch(/thinking.*new conversation/);
      expect(error.message).not.toContain(ID);
      return "refused";
    }
    throw error;
  }
}

beforeEach(() => noted.clear());

describe("thinking that holds a value and did not come through the gateway is refused", () => {
  test.each([
    ["that the user gave", { messages: [user(`stop ${ID}`), model(think(`stop ${ID}?`))] }],
    ["that a tool gave", { messages: [user("x"), model(call("y")), user(result(ID)), model(think(`so ${ID}`))] }],
    ["that the system prompt gave", { messages: [user("x"), model(think(ID))], system: `guard ${ID}` }],
    ["that a tool's definition gave", { messages: [user("x"), model(think(ID))], tools: [{ description: ID }] }],
    ["that no other text says", { messages: [user("x"), model(think(`like ${ID}`), call("y")), user("go on")] }],
    ["that the model says after it", { messages: [user("x"), model(think(`like ${ID}`), call(ID)), user(result(ID))] }],
    ["that anybody could think up", { messages: [user("x"), model(think("ping 10.31.7.4"))] }],
    [
      "that is a learned name",
      { messages: [user("x"), model(think("acme-prod-logs?")), user("s3://acme-prod-logs/")] },
    ],
    ["in a message of the user's", { messages: [user(think(`like ${ID}`))] }],
    ["in an item of Responses", { input: [{ type: "message", content: [think(ID)] }] }],
    ["where a signature should be", { messages: [user("x"), model({ ...think("so"), signature: ID })] }],
    ["beside one that did", { messages: [user("x"), model(think(NOTED), think(ID))] }],
    [
      "in a chat",
      {
        messages: [
          { role: "user", tool_calls: [{ function: { arguments: JSON.stringify({ id: ID }) } }] },
          { role: "assistant", thinking_blocks: [think(ID)] },
        ],
      },
    ],
  ])("%s", async (_, body) => {
    noted.add(digestThought(NOTED));
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

  test("with nothing in it, or words alone, wherever it comes from", async () => {
    await passes({ messages: [user(`stop ${ID}`), model(think(""), think("They want it stopped. 중지? 🤖"))] });
  });

  test("that came through the gateway with an example that the model made up, and then wrote into a file", async () => {
    noted.add(digestThought(NOTED));
    const messages = [user("write a test"), model(think(NOTED), call(MADE)), user(result(`has ${MADE}`))];
    const masked = await passes({ messages });
    expect(masked).not.toContain(`"content":"has ${MADE}"`);
    await passes({ messages: [user(`is ${MADE} in?`), ...messages] });
  });

  test("that came through the gateway with a name that was learned after it", async () => {
    const thought = "acme-prod-logs, hm";
    noted.add(digestThought(thought));
    const messages = [user("why is acme-prod-logs empty?"), model(think(thought)), user("s3://acme-prod-logs/")];
    expect(await passes({ messages })).toContain("why is bucket-001 empty?");
  });

  test("that came through the gateway, with halves of surrogate pairs and escapes in it", async () => {
    const thought = `\ud83e "${MADE}"\n\\ 🤖 \udd16`;
    noted.add(digestThought(thought));
    await passes({ messages: [user("x"), model(think(thought))] });
  });
});
