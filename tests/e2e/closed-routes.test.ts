import { describe, expect, test } from "vitest";
import { expectUnseen, expectUnstored } from "./audit.ts";
import { newInstanceId } from "./originals.ts";
import { anthropicRequest } from "./provider/anthropic-schema.ts";
import { newTeamKey } from "./team-key.ts";
import { useGateway } from "./use-gateway.ts";

/** Routes of LiteLLM that carry a body, or a part of the path, to a provider without the masker. */
const CLOSED = [
  "POST /anthropic/v1/messages",
  "POST /openai/v1/chat/completions",
  "POST /openai_passthrough/v1/chat/completions",
  "POST /bedrock/model/claude/converse",
  "POST /gemini/v1beta/models/gemini-pro:generateContent",
  "POST /vertex_ai/v1/projects/p/locations/l/publishers/anthropic/models/m:rawPredict",
  "POST /azure/openai/deployments/d/chat/completions",
  "POST /cohere/v1/chat",
  "POST /v1/messages/batches",
  "POST /v1/batches",
  "POST /v1/images/generations",
  "POST /v1/audio/speech",
  "POST /v1/moderations",
  "POST /v1/assistants",
  "POST /v1/threads",
  "POST /v1/fine_tuning/jobs",
  "POST /v1/vector_stores",
  "GET /v1/files",
  "POST /v1/nothing/like/this",
  "POST /v1/messages/unheard-of",
] as const;

const used = useGateway();
const { gateway } = used;

function send(method: string, path: string, body: object): Promise<Response> {
  const headers = { authorization: `Bearer ${newTeamKey()}`, "content-type": "application/json" };
  return fetch(gateway.url + path, { method, headers, ...(method !== "GET" && { body: JSON.stringify(body) }) });
}

describe("routes beside the masked ones", () => {
  test.for(CLOSED)("%s is refused with a reason, and no provider is asked", async (route) => {
    const instance = newInstanceId();
    const [method = "", path = ""] = route.split(" ");
    const messages = [{ role: "user", content: `look at ${instance}` }];
    const body = { model: "claude-opus-5-5", max_tokens: 9, messages, prompt: instance, input: instance, requests: [] };
    const response = await send(method, path, body);
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    expect(await response.json()).toMatchObject({ error: { message: expect.stringMatching(/\w/) as string } });
    expect(used.provider.requests).toEqual([]);
    await expectUnstored(gateway, [instance]);
  });

  test("a doubled /v1, from a base URL that has one already, is told with the cure", async () => {
    const response = await send("POST", "/v1/v1/messages", { model: "claude-opus-5-5", max_tokens: 9, messages: [] });
    expect(response.status).toBe(404);
    expect(await response.text()).toContain("leave /v1 off the base URL");
  });

  test("count_tokens is answered for a body in which every original has a stand-in of its class", async () => {
    const instance = newInstanceId();
    const messages = [{ role: "user", content: `look at ${instance}` }];
    const response = await send("POST", "/v1/messages/count_tokens", { model: "claude-opus-5-5", messages });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ input_tokens: expect.any(Number) as number });
    const [seen] = used.provider.requests;
    expect(seen?.api).toBe("count-tokens");
    expect(anthropicRequest.parse(seen?.body).messages[0]?.content).toMatch(/^look at ec2-\d{3}$/);
    expectUnseen(used.provider.requests, [instance]);
    await expectUnstored(gateway, [instance]);
  });

  test("a WebSocket to a provider is refused", async () => {
    const socket = new WebSocket(`${gateway.url.replace("http", "ws")}/v1/realtime?model=gpt-5`);
    const outcome = await new Promise((resolve) => {
      socket.addEventListener("open", () => resolve("open"));
      socket.addEventListener("error", () => resolve("refused"));
    });
    expect(outcome).toBe("refused");
    expect(used.provider.requests).toEqual([]);
  });

  test("a path that hides its route behind dots and doubled slashes is refused", async () => {
    const instance = newInstanceId();
    for (const path of ["//anthropic//v1/messages", "/v1/messages/%2e%2e/batches", "/v1/%6dessages/batches"]) {
      const response = await send("POST", path, { model: "claude-opus-5-5", prompt: instance });
      expect([path, response.status >= 400 && response.status < 500]).toEqual([path, true]);
    }
    expect(used.provider.requests).toEqual([]);
    await expectUnstored(gateway, [instance]);
  });
});
