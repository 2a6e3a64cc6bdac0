import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseEnv } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { enginesIn, writeEngines } from "../admin/chain/write-engines.ts";
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
async function ask(url: string, key: string, text: string, model = "claude-sonnet-4-5"): Promise<string> {
  const response = await fetch(`${url}/v1/messages`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json", "anthropic-version": "2023-06-01" },
    body: JSON.stringify({ model, max_tokens: 99, messages: [{ role: "user", content: text }] }),
  });
  const answer = (await response.json()) as { content?: { text: string }[] };
  return answer.content?.[0]?.text ?? JSON.stringify(answer);
}

/** A virtual key, made as the admin UI makes it. */
async function makeKey(url: string, masterKey: string): Promise<string> {
  const response = await fetch(`${url}/key/generate`, {
    method: "POST",
    headers: { authorization: `Bearer ${masterKey}`, "content-type": "application/json" },
    body: "{}",
  });
  const { key } = (await response.json()) as { key?: string };
  return key ?? `no key: ${response.status}`;
}

/** What the two lines that npm start prints would put into a shell. */
function exportsIn(output: string): { readonly url: string; readonly key: string } {
  const url = /^ {2}export ANTHROPIC_BASE_URL=(\S+)$/m.exec(output)?.[1] ?? "";
  const key = /^ {2}export ANTHROPIC_AUTH_TOKEN=(\S+)$/m.exec(output)?.[1] ?? "";
  return { url, key };
}

/** Prisma's engines are stand-ins: a machine that tests may not reach the host that has them. */
async function engines(): Promise<Record<string, string>> {
  const directory = await temporaryDirectory();
  await writeEngines(directory);
  return enginesIn(directory);
}

test("in a shell that points at the gateway already it comes up, calls the provider alone, and leaves nothing behind", async () => {
  const provider = await startUpstream();
  const place = await newPlace(await temporaryDirectory());
  const url = `http://127.0.0.1:${place.environment["LITELLM_PORT"]}`;
  const shell = {
    ANTHROPIC_API_BASE: provider.url,
    ANTHROPIC_API_KEY: PROVIDER_KEY,
    ANTHROPIC_BASE_URL: url,
    ...(await engines()),
  };
  const first = runScript("start", place, { ...shell, ANTHROPIC_AUTH_TOKEN: "sk-of-an-earlier-start" });
  await first.hasSaid("with UI_PASSWORD of");
  const told = exportsIn(first.output);
  const settings = parseEnv(await readFile(path.join(place.directory, ".env"), "utf8"));
  expect(told).toEqual({ url, key: settings["LITELLM_MASTER_KEY"] });

  const key = await makeKey(url, told.key);
  expect(await ask(url, key, `look at ${INSTANCE}`)).toBe(`look at ${INSTANCE}`);
  const [seen] = provider.requests.map(seenPrompt);
  expect(seen).toMatch(/^look at ec2-\d+$/);
  expect(provider.requests.map(({ headers }) => headers["x-api-key"])).toEqual([PROVIDER_KEY]);

  const verified = runScript("verify", place, { ...shell, ANTHROPIC_AUTH_TOKEN: told.key });
  expect(await verified.ended).toBe(0);
  expect(verified.output).toContain("All is well.");

  const parts = await descendantsOf(first.pid);
  const programs = parts.map(({ command }) => command).join("\n");
  for (const program of [
    "redis-server",
    "masker-service",
    "postgres-server.ts",
    "/native/bin/postgres",
    "query-engine",
  ])
    expect(programs).toContain(program);
  process.kill(first.pid, "SIGINT");
  expect(await first.ended).toBe(0);
  expect(await stillRunning(parts)).toEqual([]);

  const second = runScript("start", place, shell);
  await second.hasSaid("with UI_PASSWORD of");
  await ask(url, key, `look at ${INSTANCE}`);
  expect(provider.requests.map(seenPrompt)).toEqual([seen, seen]);
});

test("without a provider's key it starts and says so; when LiteLLM dies, it is started again and proves its hooks anew", async () => {
  const place = await newPlace(await temporaryDirectory());
  const running = runScript("start --no-ui", place);
  await running.hasSaid("export ANTHROPIC_AUTH_TOKEN=");
  expect(running.output).toContain("No provider key");
  const { url, key } = exportsIn(running.output);
  for (const [model, missing] of [
    ["claude-opus-5-5", /Missing Anthropic API Key/],
    ["gemini/gemini-pro", /Gemini API key/i],
  ] as const)
    expect(await ask(url, key, "hi", model)).toMatch(missing);
  const litellm = async () => (await descendantsOf(running.pid)).find(({ command }) => command.includes("bin/litellm"));
  const killed = await litellm();
  process.kill(killed?.pid ?? 0, "SIGKILL");
  await running.hasSaid("LiteLLM ended (SIGKILL); starting it again");
  const health = () => fetch(`${url}/masker/health`).then(({ status }) => status, String);
  await expect.poll(health, { timeout: 120_000, interval: 200 }).toBe(200);
  expect(await ask(url, key, "hi")).toMatch(/Missing Anthropic API Key/);
  expect((await litellm())?.pid).not.toBe(killed?.pid);
});

test("Ctrl-C while it is still starting stops what has started", async () => {
  const running = runScript("start --no-ui", await newPlace(await temporaryDirectory()));
  await running.hasSaid("✓ Masker");
  await expect.poll(async () => (await descendantsOf(running.pid)).length, { timeout: 60_000 }).toBeGreaterThan(2);
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
    const running = runScript("start --no-ui", place);
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
