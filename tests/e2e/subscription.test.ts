import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { expectUnseen, expectUnstored } from "./audit.ts";
import { newInstanceId } from "./originals.ts";
import type { Answer } from "./provider/answer.ts";
import type { RecordedRequest } from "./provider/recorded-request.ts";
import { runClaude } from "./run-claude.ts";
import { placeholderIn } from "./seen.ts";
import { newTeamKey } from "./team-key.ts";
import { useGateway } from "./use-gateway.ts";

const used = useGateway();
const { gateway } = used;

describe("a Claude subscription's own token", () => {
  test("goes to Anthropic in place of the gateway's key, while a header has the virtual key", async () => {
    const [token, key, instance] = [newToken(), newTeamKey(), newInstanceId()];
    const workspace = await used.newWorkspace();
    used.provider.script(about);
    const run = await runClaude({
      workspace,
      url: gateway.url,
      key: "",
      args: ["-p", `look at ${instance}`],
      env: { CLAUDE_CODE_OAUTH_TOKEN: token, ANTHROPIC_CUSTOM_HEADERS: `x-litellm-api-key: Bearer ${key}` },
    });

    expect(run).toEqual({ exitCode: 0, stdout: `about ${instance}`, stderr: "" });
    const [request] = used.provider.requests;
    expect(request?.headers).toMatchObject({
      authorization: `Bearer ${token}`,
      "anthropic-beta": expect.stringContaining("oauth-") as string,
    });
    expect(request?.headers).not.toHaveProperty("x-api-key");
    expectUnseen(used.provider.requests, [instance, key]);
    await expectUnstored(gateway, [instance, token]);
  });

  test("does not go to another provider", async () => {
    const token = newToken();
    used.provider.script(about);
    const response = await fetch(`${gateway.url}/v1/messages`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${token}`,
        "x-litellm-api-key": `Bearer ${newTeamKey()}`,
        "content-type": "application/json",
      },
      body: JSON.stringify({
        model: "openai/gpt-5",
        max_tokens: 9,
        messages: [{ role: "user", content: newInstanceId() }],
      }),
    });
    expect(response.status).toBe(200);
    expectUnseen(used.provider.requests, [token]);
  });

  test("does not open the gateway by itself", async () => {
    const response = await fetch(`${gateway.url}/v1/messages`, {
      method: "POST",
      headers: { authorization: `Bearer ${newToken()}`, "content-type": "application/json" },
      body: JSON.stringify({ model: "claude-opus-5-5", max_tokens: 9, messages: [{ role: "user", content: "hi" }] }),
    });
    expect(response.status).toBe(401);
    expect(used.provider.requests).toEqual([]);
  });
});

function newToken(): string {
  return `sk-ant-oat01-${randomBytes(48).toString("base64url")}`;
}

function about(request: RecordedRequest): Answer {
  return { blocks: [{ type: "text", text: `about ${placeholderIn(request.raw.toString(), "ec2")}`, sizes: [2] }] };
}
