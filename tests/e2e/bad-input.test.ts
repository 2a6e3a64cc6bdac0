import { describe, expect, test } from "vitest";
import { expectUnseen, expectUnstored } from "./audit.ts";
import { newInstanceId } from "./originals.ts";
import { newTeamKey } from "./team-key.ts";
import { useGateway } from "./use-gateway.ts";

const DEPTH = 10_000;
const KEYS = 1_000_000;

const used = useGateway();
const { gateway } = used;

/** Sends bytes as a message's body; the answer's status and text. */
async function send(body: string | Buffer): Promise<{ status: number; text: string }> {
  const headers = { authorization: `Bearer ${newTeamKey()}`, "content-type": "application/json" };
  const answer = await fetch(`${gateway.url}/v1/messages`, { method: "POST", headers, body });
  return { status: answer.status, text: await answer.text() };
}

function message(content: string, more = ""): string {
  return `{"model":"claude-opus-5-5","max_tokens":9,"messages":[{"role":"user","content":${content}}]${more}}`;
}

const ERROR = {
  type: "error",
  error: { type: expect.any(String) as string, message: expect.stringMatching(/\w.*[;,]/) as string },
};

describe("a body that nobody should send", () => {
  test.for([
    ["ten thousand levels deep", (id: string) => message(`${"[".repeat(DEPTH)}"${id}"${"]".repeat(DEPTH)}`)],
    [
      "with a million keys",
      (id: string) =>
        message(`"${id}"`, `,"metadata":{${Array.from({ length: KEYS }, (_, at) => `"k${at}":1`).join()}}`),
    ],
    ["in bytes that are no UTF-8", (id: string) => Buffer.from(message(`"${id} \u00ff"`), "latin1")],
    ["with half of a surrogate pair", (id: string) => message(`"${id} \\ud83d"`)],
    ["that is cut", (id: string) => message(`"${id}"`).slice(0, -3)],
    ["that is no JSON", (id: string) => `model=claude&content=${id}`],
    ["that is a list", (id: string) => `["${id}"]`],
    ["with NaN", (id: string) => message(`"${id}"`, ',"temperature":NaN')],
  ] as const)("%s gets a clear error without its content, and nothing goes out", async ([, write]) => {
    const instance = newInstanceId();
    const { status, text } = await send(write(instance));
    expect([400, 413]).toContain(status);
    expect(JSON.parse(text)).toMatchObject(ERROR);
    expect(text).not.toContain(instance);
    expect(used.provider.requests).toEqual([]);
    await expectUnstored(gateway, [instance]);
  });

  test.for([
    [
      "with its messages twice",
      (id: string) => message(`"first ${id}"`, `,"messages":[{"role":"user","content":"see ${id}"}]`),
    ],
    [
      "with __proto__ and constructor as keys",
      (id: string) => message(`"see ${id}"`, `,"metadata":{"__proto__":{"${id}":"${id}"},"constructor":"${id}"}`),
    ],
    [
      "with escapes in its keys",
      (id: string) => message(`"see ${id}"`, String.raw`,"meta\u0064ata":{"user_\u0069d":"x"}`),
    ],
  ] as const)("%s is masked like any", async ([, write]) => {
    const instance = newInstanceId();
    used.provider.script([{ blocks: [{ type: "text", text: "about ec2-001" }] }]);
    const { status, text } = await send(write(instance));
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ content: [{ text: `about ${instance}` }] });
    expect(used.provider.requests[0]?.body).toMatchObject({ messages: [{ content: "see ec2-001" }] });
    expectUnseen(used.provider.requests, [instance]);
    await expectUnstored(gateway, [instance]);
  });
});
