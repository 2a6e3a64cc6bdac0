import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseEnv } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { type Provider, startProvider } from "../e2e/provider/provider.ts";
import { seenPrompt } from "../e2e/seen.ts";
import { descendantsOf, newPlace, type Place, REPOSITORY, runScript, stillRunning } from "./run-script.ts";
import { temporaryDirectory } from "./temporary-directory.ts";

const INSTANCE = "i-0a1b2c3d4e5f60718";
const PROVIDER_KEY = "sk-ant-of-the-stand-in";

async function startUpstream(): Promise<Provider> {
  const provider = await startProvider();
  onTestFinished(() => provider.stop());
  provider.script((request) => ({ blocks: [{ type: "text", text: seenPrompt(request) }] }));
  return provider;
}

/** One question as a client of the gateway asks it; returns the answer's text. */
async function ask(url: string, key: string, text: string): Promise<string> {
  const response = await fetch(`${url}/v1/messages`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json", "anthropic-version": "2023-06-01" },
    body: JSON.stringify({ model: "claude-sonnet-4-5", max_tokens: 99, messages: [{ role: "user", content: text }] }),
  });
  const answer = (await response.json()) as { content?: { text: string }[] };
  return answer.content?.[0]?.text ?? JSON.stringify(answer);
}

/** What the two lines that npm start prints would put into a shell. */
function exportsIn(output: string): { readonly url: string; readonly key: string } {
  const url = /^ {2}export ANTHROPIC_BASE_URL=(\S+)$/m.exec(output)?.[1] ?? "";
  const key = /^ {2}export ANTHROPIC_AUTH_TOKEN=(\S+)$/m.exec(output)?.[1] ?? "";
  return { url, key };
}

test("in a shell that points at the gateway already it comes up, calls the provider alone, and leaves nothing behind", async () => {
  const provider = await startUpstream();
  const place = await newPlace(await temporaryDirectory());
  const url = `http://127.0.0.1:${place.environment["LITELLM_PORT"]}`;
  const shell = { ANTHROPIC_API_BASE: provider.url, ANTHROPIC_API_KEY: PROVIDER_KEY, ANTHROPIC_BASE_URL: url };
  const first = runScript("start", place, { ...shell, ANTHROPIC_AUTH_TOKEN: "sk-of-an-earlier-start" });
  await first.hasSaid("export ANTHROPIC_AUTH_TOKEN=");
  const told = exportsIn(first.output);
  const settings = parseEnv(await readFile(path.join(place.directory, ".env"), "utf8"));
  expect(told).toEqual({ url, key: settings["LITELLM_MASTER_KEY"] });

  expect(await ask(url, told.key, `look at ${INSTANCE}`)).toBe(`look at ${INSTANCE}`);
  const [seen] = provider.requests.map(seenPrompt);
  expect(seen).toMatch(/^look at ec2-\d+$/);
  expect(provider.requests.map(({ headers }) => headers["x-api-key"])).toEqual([PROVIDER_KEY]);

  const verified = runScript("verify", place, { ...shell, ANTHROPIC_AUTH_TOKEN: told.key });
  expect(await verified.ended).toBe(0);
  expect(verified.output).toContain("All is well.");

  const parts = await descendantsOf(first.pid);
  expect(parts.length).toBeGreaterThanOrEqual(3);
  process.kill(first.pid, "SIGINT");
  expect(await first.ended).toBe(0);
  expect(await stillRunning(parts)).toEqual([]);

  const second = runScript("start", place, shell);
  await second.hasSaid("export ANTHROPIC_AUTH_TOKEN=");
  await ask(url, told.key, `look at ${INSTANCE}`);
  expect(provider.requests.map(seenPrompt)).toEqual([seen, seen]);
});

test("without a provider's key it starts and says so; when LiteLLM dies, all of it ends with LiteLLM's last lines", async () => {
  const place = await newPlace(await temporaryDirectory());
  const running = runScript("start", place);
  await running.hasSaid("export ANTHROPIC_AUTH_TOKEN=");
  expect(running.output).toContain("No provider key");
  const parts = await descendantsOf(running.pid);
  process.kill(parts.find(({ command }) => command.includes("litellm"))?.pid ?? 0, "SIGKILL");
  expect(await running.ended).toBe(1);
  expect(running.output).toMatch(/LiteLLM ended \(SIGKILL\):\n[^]*Uvicorn/);
  expect(await stillRunning(parts)).toEqual([]);
});

test("Ctrl-C while it is still starting stops what has started", async () => {
  const running = runScript("start", await newPlace(await temporaryDirectory()));
  await running.hasSaid("✓ Masker");
  await expect.poll(async () => (await descendantsOf(running.pid)).length, { timeout: 20_000 }).toBeGreaterThan(2);
  const parts = await descendantsOf(running.pid);
  process.kill(running.pid, "SIGINT");
  expect(await running.ended).toBe(0);
  expect(await stillRunning(parts)).toEqual([]);
});

test("a configuration without the guardrail, or with one that is unknown, is refused", async () => {
  const good = await readFile(path.join(REPOSITORY, "litellm/config.yaml"), "utf8");
  for (const [text, fault] of [
    [good.replace(/^guardrails:[^]*?(?=^\w)/m, ""), "LiteLLM would run unprotected"],
    [good.replace("masker_guardrail.MaskerGuardrail", "masker_guardrail.Other"), "0 entries of"],
  ] as const) {
    const place = await placeWithConfig(text);
    const running = runScript("start", place);
    expect(await running.ended).toBe(1);
    expect(running.output).toContain(fault);
    expect(running.output).not.toContain("export ANTHROPIC_BASE_URL");
  }
});

async function placeWithConfig(text: string): Promise<Place> {
  const place = await newPlace(await temporaryDirectory());
  const LITELLM_CONFIG = path.join(place.directory, "config.yaml");
  await writeFile(LITELLM_CONFIG, text);
  return { ...place, environment: { ...place.environment, LITELLM_CONFIG } };
}
