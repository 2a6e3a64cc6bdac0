import { describe, expect, test } from "vitest";
import { runClaude } from "../e2e/run-claude.ts";
import { ask, makeKey, makeTeam } from "./ask.ts";
import { useAdminGateway } from "./use-admin-gateway.ts";

const used = useAdminGateway();
const { gateway } = used;

const REFUSED = {
  wrong: { status: 401, key: async () => "sk-0123456789abcdefghij" },
  blocked: {
    status: 401,
    key: async () => {
      const { key } = await makeKey(used);
      await used.manage("/key/block", { key });
      return key;
    },
  },
  deleted: {
    status: 401,
    key: async () => {
      const { key } = await makeKey(used);
      await used.manage("/key/delete", { keys: [key] });
      return key;
    },
  },
  "over-budget": { status: 422, key: async () => (await makeKey(used, { max_budget: 0 })).key },
} as const;

describe.each(Object.entries(REFUSED))("a key that is %s", (_, { status, key: prepare }) => {
  test(`is refused with ${status}, and neither the masker nor the provider hears of it`, async () => {
    const key = await prepare();
    const before = await maskedRequests();
    expect(before, "the canary's were counted").toBeGreaterThan(0);
    const { status: seen, text, originals } = await ask(used, key);
    expect(seen).toBe(status);
    expect(JSON.parse(text)).toMatchObject({ error: { message: expect.any(String) } });
    for (const original of originals) expect(text).not.toContain(original);
    expect(used.provider.requests).toEqual([]);
    expect(await maskedRequests()).toBe(before);
  });
});

/** Less than one request costs. */
const NEARLY_NOTHING = 0.000001;

test.each(["key", "team"])("a %s's budget that is used up is refused with 422, and goes nowhere", async (owner) => {
  const budget = { max_budget: NEARLY_NOTHING };
  const options = owner === "key" ? budget : { team_id: await makeTeam(used, budget) };
  const { key } = await makeKey(used, options);
  expect((await ask(used, key)).status).toBe(200);
  // LiteLLM counts what was spent after the answer.
  const untilCounted = { timeout: 60_000, interval: 200 };
  await expect.poll(async () => (await ask(used, key)).status, untilCounted).toBe(422);
  used.provider.forget();
  const before = await maskedRequests();
  expect((await ask(used, key)).status).toBe(422);
  expect(used.provider.requests).toEqual([]);
  expect(await maskedRequests()).toBe(before);
});

test("a key that was in use is refused once it is blocked, and goes nowhere", async () => {
  const { key } = await makeKey(used);
  expect((await ask(used, key)).status).toBe(200);
  await used.manage("/key/block", { key });
  used.provider.forget();
  const before = await maskedRequests();
  expect((await ask(used, key)).status).toBe(401);
  expect(used.provider.requests).toEqual([]);
  expect(await maskedRequests()).toBe(before);
});

test("Claude Code with a wrong key ends and says why", async () => {
  const workspace = await used.newWorkspace();
  const env = { CLAUDE_CODE_MAX_RETRIES: "0" };
  const run = await runClaude({ workspace, url: gateway.url, key: "sk-0123456789abcdefghij", args: ["-p", "hi"], env });
  expect(run.exitCode).toBe(1);
  expect(run.stdout).toContain("401");
  expect(used.provider.requests).toEqual([]);
});

test("a key's rate limit is refused with 429, and the provider saw what was within it", async () => {
  const { key } = await makeKey(used, { rpm_limit: 1 });
  expect((await ask(used, key)).status).toBe(200);
  expect((await ask(used, key)).status).toBe(429);
  expect(used.provider.requests).toHaveLength(1);
});

/** How many bodies the masker was given to mask since it started. */
async function maskedRequests(): Promise<number> {
  const response = await fetch(`${gateway.maskerUrl}/metrics`, {
    headers: { authorization: `Bearer ${gateway.maskerApiKey}` },
  });
  const counts = [
    ...(await response.text()).matchAll(/^masker_requests_total\{route="\/guardrail\/request"[^}]*\} (\d+)$/gm),
  ];
  return counts.reduce((sum, [, count]) => sum + Number(count), 0);
}
