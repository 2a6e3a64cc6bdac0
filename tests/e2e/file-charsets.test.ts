import { describe, expect, test } from "vitest";
import { newInstanceId, newSecurityGroupId } from "./originals.ts";
import { newTeamKey } from "./team-key.ts";
import { useGateway } from "./use-gateway.ts";

const used = useGateway();

const user = (part: object): readonly object[] => [{ role: "user", content: [part] }];
const PLACES: readonly [path: string, build: (data: string, mime: string) => object][] = [
  [
    "/v1/messages",
    (data, media_type) => ({
      model: "claude-sonnet-4-5",
      max_tokens: 9,
      messages: user({ type: "document", source: { type: "base64", media_type, data } }),
    }),
  ],
  [
    "/v1/chat/completions",
    (data, mime) => ({
      model: "openai/gpt-5",
      messages: user({ type: "file", file: { filename: "a.csv", file_data: `data:${mime};base64,${data}` } }),
    }),
  ],
  [
    "/v1/responses",
    (data, mime) => ({
      model: "openai/gpt-5",
      input: user({ type: "input_file", filename: "a.csv", file_data: `data:${mime};base64,${data}` }),
    }),
  ],
  [
    "/v1beta/models/gemini/gemini-x:generateContent",
    (data, mimeType) => ({ contents: [{ role: "user", parts: [{ inlineData: { mimeType, data } }] }] }),
  ],
];

function post(path: string, body: object): Promise<Response> {
  return fetch(`${used.gateway.url}${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${newTeamKey()}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

describe.each(PLACES)("a text file in a request to %s", (path, build) => {
  test.each(["latin1", "utf16le"] as const)("reaches the provider masked, in %s as it came", async (charset) => {
    for (const mime of ["text/csv", "application/octet-stream"]) {
      const csv = (instance: string, group: string): string => `\ufeffhôte;${instance}\r\nclé;${group}\r\n`;
      const write = (text: string): string =>
        Buffer.from(charset === "latin1" ? text.slice(1) : text, charset).toString("base64");
      const body = build(write(csv(newInstanceId(), newSecurityGroupId())), mime);
      expect((await post(path, body)).status).toBe(200);
      expect(used.provider.requests.at(-1)?.raw.toString()).toContain(write(csv("ec2-001", "sg-001")));
    }
  });

  test("is refused where nobody can tell what it says", async () => {
    const data = Buffer.from(newInstanceId(), "utf16le").toString("base64");
    const response = await post(path, build(data, "text/plain; charset=utf-7"));
    expect([response.status, await response.text()]).toEqual([422, expect.stringContaining("send it as UTF-8")]);
    expect(used.provider.requests).toEqual([]);
  });
});
