import { delimiter, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { REPOSITORY } from "../e2e/chain/repository.ts";
import { type Chain, startChain } from "./start-chain.ts";

const PLANTED = "i-1234567890abcdef0";
const messages = [{ role: "user", content: `see ${PLANTED}` }];

const litellm = join(REPOSITORY, "litellm");

let chain: Chain;

beforeAll(async () => {
  // As in the shell of a person who uses Claude Code with this very gateway, and with every log that LiteLLM has.
  const shell = {
    ANTHROPIC_BASE_URL: "http://127.0.0.1:1",
    ANTHROPIC_AUTH_TOKEN: "x",
    HTTP_PROXY: "http://127.0.0.1:1",
  };
  const env = { ...shell, PYTHONPATH: [join(import.meta.dirname, "patient-workers"), litellm].join(delimiter) };
  chain = await startChain({ arguments: ["--num_workers", "2", "--detailed_debug"], env });
});
afterAll(() => chain.stop());

test("Each of two workers proves its hooks with traffic of its own, and then serves", async () => {
  const canaries = () => chain.masker.calls.filter(({ headers }) => headers["x-masker-scope"] === "canary");
  // Per worker each API, streamed where it has streams.
  await expect.poll(canaries, { interval: 200, timeout: 120_000 }).toHaveLength(26);
  const askAll = async () =>
    new Set(await Promise.all(Array.from({ length: 20 }, async () => (await ask(PLANTED)).status)));
  // The last canary's answer is still on its way to its worker when the masker has seen it.
  await expect.poll(askAll, { interval: 200, timeout: 60_000 }).toStrictEqual(new Set([200]));
});

test("No log of LiteLLM has an original, of no request that failed either", async () => {
  await ask(PLANTED);
  await ask(PLANTED, { authorization: "Bearer sk-wrong" });
  await chain.post("/v1/messages", { model: "no-such-model", max_tokens: 9, messages });
  await chain.post("/v1/messages", { model: "claude-x", max_tokens: 9, messages, api_base: "http://127.0.0.1:1" });
  await chain.post("/v1/chat/completions", { model: "openai/gpt-4o", messages: `see ${PLANTED}`, user: PLANTED });
  await chain.post(`/v1/messages?beta=true&note=${PLANTED}`, { model: "claude-x", max_tokens: 9, messages });
  await chain.post(`/v1/messages?beta=${PLANTED}&api-version=${PLANTED}`, {
    model: "claude-x",
    max_tokens: 9,
    messages,
  });
  const byQuery = await chain.post(
    `/v1beta/models/gemini/gemini-x:generateContent?alt=json&key=${chain.masterKey}`,
    { contents: [{ role: "user", parts: [{ text: `see ${PLANTED}` }] }] },
    { headers: { "content-type": "application/json" } },
  );
  expect(byQuery.status).toBe(200);
  await chain.post("/v1/files", `{"file":"${PLANTED}"}`);
  chain.upstream.fail(400);
  await ask(PLANTED);
  chain.masker.answerWith(422);
  await ask(PLANTED);
  chain.masker.answerWith("drop");
  await ask(PLANTED);
  const log = await chain.log();
  expect(log.length).toBeGreaterThan(10_000);
  expect(log).toContain("Request received by LiteLLM");
  expect(log).toContain("/v1/messages?beta=true");
  expect(log).toContain(":generateContent?alt=json");
  expect(log).not.toContain("key=sk-");
  expect(log).not.toContain(PLANTED);
  expect(log).not.toContain(PLANTED.slice(2));
});

test("The canary's deployments are not among the models that users see", async () => {
  const response = await fetch(`${chain.url}/v1/models`, {
    headers: { authorization: "Bearer sk-master-0123456789abcdefghijklm" },
  });
  const { data } = (await response.json()) as { data: { id: string }[] };
  expect(data.filter(({ id }) => id.includes("canary"))).toStrictEqual([]);
});

function ask(id: string, headers?: Record<string, string>): Promise<Response> {
  const body = { model: "claude-x", max_tokens: 9, messages: [{ role: "user", content: `see ${id}` }] };
  return chain.post("/v1/messages", body, headers && { headers });
}
