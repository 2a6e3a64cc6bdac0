import { describe, expect, test } from "vitest";
import { makeKey, makeTeam } from "./ask.ts";
import { useAdminGateway } from "./use-admin-gateway.ts";

const used = useAdminGateway();
const { gateway } = used;

const policy = (masker: object) => ({ metadata: { masker } });

async function post(path: string, key: string, body: object = {}): Promise<Response> {
  return fetch(gateway.url + path, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({
      model: "claude-sonnet-4-5",
      max_tokens: 9,
      messages: [{ role: "user", content: "hi" }],
      ...body,
    }),
  });
}

async function appliedTo(key: string, path = "/v1/messages"): Promise<string | null> {
  const response = await post(path, key);
  expect(response.status).toBe(200);
  return response.headers.get("x-masker-policy");
}

describe("the metadata of LiteLLM's own teams and keys", () => {
  test("of a team applies to its keys, which can only make it stricter", async () => {
    const team_id = await makeTeam(used, policy({ profile: "strict", images: "block" }));
    const { key } = await makeKey(used, { team_id });
    expect(await appliedTo(key)).toBe("profile=strict; audit=off; images=block; guard=warn");
    const weaker = await makeKey(used, { team_id, ...policy({ profile: "secrets", images: "allow", guard: "block" }) });
    for (const path of ["/v1/messages", "/v1/messages/count_tokens"]) {
      expect(await appliedTo(weaker.key, path)).toBe("profile=strict; audit=off; images=block; guard=block");
    }
  });

  test("of a key without a team applies to it, but cannot turn masking off", async () => {
    const { key } = await makeKey(used, policy({ profile: "strict", audit: true }));
    expect(await appliedTo(key)).toBe("profile=strict; audit=off; images=allow; guard=warn");
  });

  test("that is not understood is refused for all keys of the team, and no provider is asked", async () => {
    const team_id = await makeTeam(used, policy({ profile: "paranoid" }));
    const { key } = await makeKey(used, { team_id });
    for (const path of ["/v1/messages", "/v1/messages/count_tokens"]) {
      const response = await post(path, key);
      expect([response.status, await response.text()]).toEqual([422, expect.stringMatching(/policy of the team/)]);
    }
    expect(used.provider.requests).toEqual([]);
  });

  test("counts where nobody says anything: the settings apply", async () => {
    const { key } = await makeKey(used, { metadata: { department: "sales" } });
    expect(await appliedTo(key)).toBe("profile=default; audit=off; images=allow; guard=warn");
  });

  test("cannot be changed from a request", async () => {
    const team_id = await makeTeam(used, policy({ images: "block" }));
    const { key } = await makeKey(used, { team_id });
    const image = { type: "image", source: { type: "url", url: "https://example.com/a.png" } };
    const metadata = { masker: { images: "allow" }, user_api_key_team_metadata: { masker: { images: "allow" } } };
    const body = { messages: [{ role: "user", content: [image] }], metadata, litellm_metadata: metadata };
    expect((await post("/v1/messages", key, body)).status).toBe(422);
    expect(used.provider.requests).toEqual([]);
  });
});
