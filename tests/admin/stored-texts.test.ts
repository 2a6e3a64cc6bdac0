import { beforeEach, describe, expect, test } from "vitest";
import { expectUnseen, expectUnstored } from "../e2e/audit.ts";
import { newInstanceId } from "../e2e/originals.ts";
import { findLeaks } from "../e2e/provider/find-leaks.ts";
import { seenPrompt } from "../e2e/seen.ts";
import { type Asked, ask, makeKey, makeTeam } from "./ask.ts";
import { dumpTables } from "./chain/dump-tables.ts";
import { loggedLine } from "./logged-line.ts";
import { useAdminGateway } from "./use-admin-gateway.ts";

const used = useAdminGateway();
const { gateway } = used;

beforeEach(() => {
  used.provider.script((request) => ({ blocks: [{ type: "text", text: seenPrompt(request) }] }));
});

/** LiteLLM is told to keep prompts and answers here, and logs at level DEBUG: that is all that it can show. */
describe("LiteLLM's database and log show placeholders only", () => {
  test("of an answered request", async () => {
    const { key, alias } = await makeKey(used);
    const asked = await ask(used, key);
    expect(asked.status).toBe(200);
    expect(asked.text).toContain(asked.originals[0]);
    expectUnseen(used.provider.requests, asked.originals);
    const line = await loggedLine(gateway.databaseUrl, alias, "success");
    const logged = line.match(new RegExp(`${asked.marker} ec2-\\d{3,}`, "g")) ?? [];
    expect(logged.length, "prompt and answer are there, so that the audit means something").toBeGreaterThanOrEqual(2);
    await expectNowhere(asked);
  });

  test("of a request that the provider refuses, repeating it", async () => {
    used.provider.script((request) => ({
      error: { status: 400, type: "invalid_request_error", message: `I do not like ${seenPrompt(request)}` },
    }));
    const { key, alias } = await makeKey(used);
    const asked = await ask(used, key);
    expect(asked.status).toBe(400);
    expect(asked.text).toContain(asked.originals[0]);
    expectUnseen(used.provider.requests, asked.originals);
    expect(await loggedLine(gateway.databaseUrl, alias, "failure")).toMatch(/I do not like marker-\w+ ec2-\d{3,}/);
    await expectNowhere(asked);
  });

  test("of a request that the masker refuses", async () => {
    const { key, alias } = await makeKey(used);
    const instance = newInstanceId();
    const thinking = { type: "thinking", thinking: `It is ${instance}.`, signature: "c2lnbmVk" };
    const asked = await ask(used, key, {
      messages: [
        { role: "user", content: `is it ${instance}?` },
        { role: "assistant", content: [thinking, { type: "text", text: "Yes." }] },
        { role: "user", content: "and now?" },
      ],
    });
    expect(asked.status).toBe(422);
    expect(used.provider.requests).toEqual([]);
    await loggedLine(gateway.databaseUrl, alias, "failure");
    await expectNowhere({ ...asked, originals: [instance, asked.originals[1]] });
  });

  test("of a request for a model that no deployment has", async () => {
    const { key, alias } = await makeKey(used);
    const asked = await ask(used, key, { model: "no-such-model" });
    expect(asked.status).toBe(400);
    expect(used.provider.requests).toEqual([]);
    await loggedLine(gateway.databaseUrl, alias, "failure");
    await expectNowhere(asked);
  });

  test("of a request over its key's budget", async () => {
    const { key, alias } = await makeKey(used, { max_budget: 0 });
    const asked = await ask(used, key);
    expect(asked.status).toBe(422);
    expect(used.provider.requests).toEqual([]);
    await loggedLine(gateway.databaseUrl, alias, "failure");
    await expectNowhere(asked);
  });

  test.each(["key", "team"])("of a %s that has disable_global_guardrails", async (owner) => {
    const metadata = { disable_global_guardrails: true };
    const team_id = await makeTeam(used, owner === "team" ? { metadata } : {});
    const { key, alias } = await makeKey(used, { team_id, ...(owner === "key" && { metadata }) });
    const asked = await ask(used, key);
    expect(asked.text).toContain(asked.originals[0]);
    expectUnseen(used.provider.requests, asked.originals);
    await loggedLine(gateway.databaseUrl, alias, "success");
    await expectNowhere(asked);
  });
});

async function expectNowhere({ originals }: Asked): Promise<void> {
  expect(findLeaks(await dumpTables(gateway.databaseUrl), originals)).toEqual([]);
  await expectUnstored(gateway, originals);
}
