import { expect, test } from "vitest";
import { expectUnseen } from "../e2e/audit.ts";
import { ask, makeKey } from "./ask.ts";
import { useAdminGateway } from "./use-admin-gateway.ts";

const used = useAdminGateway();
const { gateway } = used;
const MAPPING = { header_name: "x-user", litellm_user_role: "internal_user" };

test.each<[string, unknown, RegExp]>([
  ["user_header_name", "x-user", /user_header_name: LiteLLM would send a client's headers/],
  ["user_header_mappings", [MAPPING], /user_header_mappings: a client could name another's scope/],
])(
  "%s, set by an administrator at run time, closes the gateway until it is taken back",
  async (name, value, reason) => {
    const field = { field_name: name, config_type: "general_settings" };
    const { key } = await makeKey(used);
    try {
      await used.manage("/config/field/update", { ...field, field_value: value });
      const { status, text } = await ask(used, key);
      expect([status, text]).toEqual([403, expect.stringMatching(reason)]);
      expect(used.provider.requests).toEqual([]);
    } finally {
      await used.manage("/config/field/delete", field);
    }
    expect((await ask(used, key)).status).toBe(200);
  },
);

test.each(["PATCH", "PUT", "DELETE"])("The masker's guardrail takes no %s over LiteLLM's API", async (method) => {
  const headers = { authorization: `Bearer ${gateway.masterKey}`, "content-type": "application/json" };
  const list = await fetch(`${gateway.url}/v2/guardrails/list`, { headers });
  const { guardrails } = (await list.json()) as { guardrails: { guardrail_id: string; guardrail_name: string }[] };
  const { guardrail_id: id } = guardrails.find((each) => each.guardrail_name === "masker") ?? {};
  const litellm_params = { guardrail: "masker_guardrail.MaskerGuardrail", mode: "logging_only", default_on: false };
  const guardrail = { guardrail_name: "masker", litellm_params };
  const init = method === "DELETE" ? {} : { body: JSON.stringify({ guardrail, litellm_params }) };
  expect((await fetch(`${gateway.url}/guardrails/${id}`, { method, headers, ...init })).status).toBe(404);

  const { key } = await makeKey(used);
  const { status, originals } = await ask(used, key);
  expect(status).toBe(200);
  expectUnseen(used.provider.requests, originals);
});
