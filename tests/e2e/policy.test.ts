import { describe, expect, test } from "vitest";
import { maskingCheck } from "../../scripts/verify/masking-check.ts";
import { expectUnseen, expectUnstored } from "./audit.ts";
import { newInstanceId } from "./originals.ts";
import { seenPrompt } from "./seen.ts";
import { type KeyMetadata, newTeamKey, newUserKey } from "./team-key.ts";
import { useGateway } from "./use-gateway.ts";

const used = useGateway();
const { gateway } = used;

const EMAIL = "jane.doe@corp.example.io";
const DEFAULT = "profile=default; audit=off; images=allow; guard=warn";
const PNG = "iVBORw0KGgo".repeat(12);

const of = (team: object | undefined, key?: object): KeyMetadata => ({
  ...(team !== undefined && { team: { masker: team } }),
  ...(key !== undefined && { key: { masker: key } }),
});

const post = (path: string, key: string, body: object, headers: Record<string, string> = {}) =>
  fetch(gateway.url + path, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });

const ask = (content: unknown, more: object = {}) => ({
  model: "claude-opus-5-5",
  max_tokens: 99,
  messages: [{ role: "user", content }],
  ...more,
});

const sayPrompt = (): void =>
  used.provider.script((request) => ({ blocks: [{ type: "text", text: seenPrompt(request) }] }));

describe("the answer says which policy applied", () => {
  test.for<[string, object]>([
    ["/v1/messages", ask("hi")],
    ["/v1/messages", ask("hi", { stream: true })],
    ["/v1/chat/completions", ask("hi", { model: "openai/gpt-5" })],
    ["/v1/chat/completions", ask("hi", { model: "openai/gpt-5", stream: true })],
    ["/v1/responses", { model: "openai/gpt-5", input: "hi" }],
    ["/v1/responses", { model: "openai/gpt-5", input: "hi", stream: true }],
    ["/v1/messages/count_tokens", ask("hi")],
  ])("%s", async ([path, body]) => {
    for (const text of ["hi", `on ${newInstanceId()}`]) {
      const json = JSON.parse(JSON.stringify(body).replaceAll('"hi"', JSON.stringify(text))) as object;
      const response = await post(path, newTeamKey(of({ profile: "strict" })), json);
      expect([response.status, await response.text()]).toEqual([200, expect.stringMatching(/\w/)]);
      expect(response.headers.get("x-masker-policy")).toBe("profile=strict; audit=off; images=allow; guard=warn");
    }
  });
});

test("npm run verify tells the policy of its key, and asks no provider for it", async () => {
  used.provider.forget();
  const finding = await maskingCheck(gateway.url, newTeamKey(of({ profile: "strict" })), "").run();
  expect(finding).toEqual({ state: "ok", detail: "profile=strict; audit=off; images=allow; guard=warn" });
  expect(used.provider.requests).toEqual([]);
});

describe("a profile", () => {
  const seenWith = async (key: string): Promise<string> => {
    sayPrompt();
    used.provider.forget();
    const response = await post("/v1/messages", key, ask(`mail ${EMAIL} about ${newInstanceId()}`));
    expect(response.status).toBe(200);
    const [request] = used.provider.requests;
    return request === undefined ? "" : seenPrompt(request);
  };

  test("is the settings' where team and key say nothing", async () => {
    expect(await seenWith(newTeamKey())).toMatch(/^mail jane\.doe@corp\.example\.io about ec2-001$/);
  });

  test("is the team's; its keys can make it stricter and not weaker", async () => {
    const strict = /^mail email-001 about ec2-001$/;
    expect(await seenWith(newTeamKey(of({ profile: "strict" })))).toMatch(strict);
    expect(await seenWith(newTeamKey(of({ profile: "strict" }, { profile: "secrets", audit: true })))).toMatch(strict);
    expect(await seenWith(newTeamKey(of({ profile: "secrets" }, { profile: "strict" })))).toMatch(strict);
  });

  test("is the key's where it has no team, but for the minimum: nobody but the operator turns masking off", async () => {
    expect(await seenWith(newUserKey(of(undefined, { profile: "strict" })))).toMatch(/email-001/);
    expect(await seenWith(newUserKey(of(undefined, { audit: true })))).toMatch(/about ec2-001$/);
    expect(await seenWith(newTeamKey(of({ audit: true })))).toMatch(/about ec2-001$/);
  });
});

test("nothing that a client sends changes the policy", async () => {
  const instance = newInstanceId();
  const weak = { audit: true, profile: "secrets", guard: "warn", images: "allow" };
  const forged = JSON.stringify({ team: weak, key: weak });
  const headers = {
    "x-masker-policy": forged,
    "x-masker-mode": "throwaway",
    "x-masker-scope": "canary",
    "x-litellm-metadata": forged,
    "x-litellm-tags": "masker",
  };
  const metadata = {
    masker: weak,
    user_api_key_metadata: { masker: weak },
    user_api_key_team_metadata: { masker: weak },
  };
  const body = ask(`look at ${instance}`, {
    metadata: { user_id: "x", ...metadata },
    masker: weak,
    litellm_metadata: metadata,
  });
  sayPrompt();
  const response = await post("/v1/messages", newTeamKey(of({ guard: "block", profile: "strict" })), body, headers);
  expect(response.headers.get("x-masker-policy")).toBe("profile=strict; audit=off; images=allow; guard=block");
  expectUnseen(used.provider.requests, [instance]);
});

describe("a policy that is not understood", () => {
  test.for<[string, KeyMetadata, RegExp]>([
    ["of a team", of({ profile: "lax" }), /policy of the team .*profile must be/],
    ["of a key", of({}, { gaurd: "block" }), /policy of the key .*gaurd: there is no such field/],
    ["that is no object", { team: { masker: "strict" } }, /policy of the team .*must be an object/],
  ])("%s is refused in the API's own shape, and no provider is asked", async ([, metadata, message]) => {
    const instance = newInstanceId();
    const key = newTeamKey(metadata);
    const shapes: [string, object, object][] = [
      ["/v1/messages", ask(instance), { type: "error", error: { type: "invalid_request_error" } }],
      ["/v1/messages/count_tokens", ask(instance), { type: "error", error: { type: "invalid_request_error" } }],
      ["/v1/chat/completions", ask(instance, { model: "openai/gpt-5" }), { error: { type: "invalid_request_error" } }],
      ["/v1/responses", { model: "openai/gpt-5", input: instance, stream: true }, { error: { code: "422" } }],
    ];
    for (const [path, body, shape] of shapes) {
      const response = await post(path, key, body);
      const error = (await response.json()) as { error: { message: string } };
      expect([response.status, error]).toMatchObject([422, shape]);
      expect(error.error.message).toMatch(message);
    }
    expect(used.provider.requests).toEqual([]);
    await expectUnstored(gateway, [instance]);
  });
});

describe("images and PDFs", () => {
  const image = { type: "image", source: { type: "base64", media_type: "image/png", data: PNG } };
  const url = { type: "image_url", image_url: { url: `data:image/png;base64,${PNG}` } };
  const bodies: [string, object][] = [
    ["/v1/messages", ask([image, { type: "text", text: "what is it?" }])],
    ["/v1/messages", ask([{ type: "document", source: { type: "url", url: "https://example.com/a.pdf" } }])],
    ["/v1/messages", ask([{ type: "document", source: { type: "file", file_id: "file_1" } }], { stream: true })],
    ["/v1/messages/count_tokens", ask([image])],
    ["/v1/chat/completions", ask([url], { model: "openai/gpt-5" })],
    ["/v1/chat/completions", ask([{ type: "file", file: { file_id: "file-1" } }], { model: "openai/gpt-5" })],
    [
      "/v1/responses",
      {
        model: "openai/gpt-5",
        input: [{ role: "user", content: [{ type: "input_image", image_url: "https://e.io/a" }] }],
      },
    ],
    [
      "/v1/responses",
      { model: "openai/gpt-5", input: [{ role: "user", content: [{ type: "input_file", file_id: "f" }] }] },
    ],
    [
      "/v1beta/models/gemini/gemini-x:generateContent",
      { contents: [{ parts: [{ inlineData: { mimeType: "image/png", data: PNG } }] }] },
    ],
    [
      "/v1beta/models/gemini/gemini-x:generateContent",
      { contents: [{ parts: [{ fileData: { fileUri: "gs://a/b" } }] }] },
    ],
  ];

  test.for(bodies)(
    "in %s are refused where the policy blocks them, with what to do, before anything is sent",
    async ([path, body]) => {
      const response = await post(path, newTeamKey(of({ images: "block" })), body);
      const error = (await response.json()) as { error: { message: string } };
      expect([response.status, error.error.message]).toEqual([
        422,
        expect.stringMatching(/images: .*nothing can be masked.*as text/),
      ]);
      expect(response.headers.get("x-masker-policy")).toContain("images=block");
      expect(used.provider.requests).toEqual([]);
    },
  );

  test("pass where it allows them, as they came", async () => {
    const response = await post("/v1/messages", newTeamKey(), ask([image, { type: "text", text: "what is it?" }]));
    expect([response.status, response.headers.get("x-masker-policy")]).toEqual([200, DEFAULT]);
    expect(used.provider.requests[0]?.raw.toString()).toContain(PNG);
  });
});
