import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import Anthropic from "@anthropic-ai/sdk";
import { execa } from "execa";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { REPOSITORY } from "../e2e/chain/repository.ts";
import { NGINX_PATIENCE_MS } from "./nginx/find-nginx.ts";
import { openDuplex } from "./nginx/open-duplex.ts";
import { send } from "./nginx/send.ts";
import { type HeldProvider, startHeldProvider } from "./chain/held-provider.ts";
import { type Deployment, startDeployment } from "./chain/start-deployment.ts";

const ORIGINAL = "i-0a1b2c3d4e5f60718";
const PIECES = 30;

let provider: HeldProvider;
let deployment: Deployment;

beforeAll(async () => {
  provider = await startHeldProvider();
  deployment = await startDeployment(provider.url);
}, NGINX_PATIENCE_MS);

afterAll(async () => {
  await deployment.stop();
  await provider.stop();
});

function verify(url: string, shell: Readonly<Record<string, string>>) {
  const script = path.join(REPOSITORY, "scripts/verify.ts");
  const env = { PATH: process.env["PATH"] ?? "", HOME: tmpdir(), ...shell };
  return execa(process.execPath, [script, "--url", url], { env, extendEnv: false, reject: false });
}

const headersOf = (requestId: string) => ({
  authorization: `Bearer ${deployment.masterKey}`,
  "content-type": "application/json",
  "anthropic-version": "2023-06-01",
  "x-request-id": requestId,
});

const question = (content: string, stream = false): string =>
  JSON.stringify({ model: "claude-stand-in", max_tokens: 9, stream, messages: [{ role: "user", content }] });

test("a client whose base URL ends in /v1 is answered through every part, masked on the way, under one request id", async () => {
  const client = new Anthropic({ baseURL: `${deployment.url}/v1`, authToken: deployment.masterKey, apiKey: null });
  const messages = [{ role: "user" as const, content: `describe ${ORIGINAL}` }];
  const request = { model: "claude-stand-in", max_tokens: 9, messages };
  const { data, response } = await client.messages
    .create(request, { headers: { "x-request-id": "turn-1" } })
    .withResponse();
  expect(data.content).toMatchObject([{ type: "text", text: `describe ${ORIGINAL}` }]);
  expect(provider.bodies.at(-1)).toContain("describe ec2-001");
  expect(provider.bodies.join("")).not.toContain(ORIGINAL);
  expect(response.headers.get("x-request-id")).toBe("turn-1");
  const logs = (await deployment.maskerLog(0)) + (await deployment.maskerLog(1));
  expect(logs).toContain('"requestId":"turn-1"');
});

test.each(["", "/v1", "/"])(
  "npm run verify finds the gateway well from elsewhere, by its address with '%s'",
  async (end) => {
    const shell = { ANTHROPIC_BASE_URL: deployment.url, ANTHROPIC_AUTH_TOKEN: deployment.masterKey };
    const { exitCode, stdout } = await verify(`${deployment.url}${end}`, shell);
    for (const check of ["Gateway", "Both hooks", "Other routes", "Without a key", "Key", "This shell"])
      expect(stdout).toContain(`✓ ${check}: `);
    expect(stdout).toContain("All is well.");
    expect(exitCode).toBe(0);
  },
);

test("npm run verify does not call all well where a shell has still to be pointed at the gateway", async () => {
  const { exitCode, stdout } = await verify(deployment.url, { ANTHROPIC_AUTH_TOKEN: deployment.masterKey });
  expect(stdout).toContain("! This shell: ");
  expect(stdout).toContain("No check failed; see the 1 marked with !.");
  expect(exitCode).toBe(0);
});

test("npm run verify tells what to do about a key that the gateway does not know, and about none", async () => {
  const wrong = await verify(deployment.url, { ANTHROPIC_AUTH_TOKEN: "sk-of-somebody-else" });
  expect(wrong.stdout).toMatch(/✗ Key: refused \(400\): LiteLLM has no database.*\n {4}→ use LITELLM_MASTER_KEY/);
  const none = await verify(deployment.url, {});
  expect(none.stdout).toContain("✗ Key: none\n    → export ANTHROPIC_AUTH_TOKEN=");
  expect([wrong.exitCode, none.exitCode]).toEqual([1, 1]);
});

test("npm run verify tells LiteLLM without the guard from the gateway", async () => {
  const bare = createServer((_, response) => response.end("{}")).listen(0, "127.0.0.1");
  onTestFinished(() => void bare.close());
  await once(bare, "listening");
  const { port } = bare.address() as AddressInfo;
  const { stdout, exitCode } = await verify(`http://127.0.0.1:${port}`, { ANTHROPIC_AUTH_TOKEN: "sk-any" });
  expect(stdout).toContain("✗ Both hooks: LiteLLM runs without the guard");
  expect(stdout).toContain("✗ Other routes: /anthropic is open (200), and nothing masks there");
  expect(stdout).toContain("✗ Without a key: answered (200)");
  expect(exitCode).toBe(1);
});

test("a stream comes through edge, LiteLLM, balancer and masker piece by piece, each before the next is there", async () => {
  const body = question(`watch ${ORIGINAL}`, true);
  const headers = { ...headersOf("turn-2"), "content-length": String(body.length) };
  const stream = await openDuplex(`${deployment.url}/v1/messages`, body, headers);
  let got = "";
  for (let piece = 1; piece <= PIECES; piece += 1) {
    provider.say(`piece ${piece} of ec2-001, and on.\n`);
    // In lockstep: the provider says the next one only when this one was read, so a buffer anywhere would wait forever.
    while (!got.includes(`piece ${piece} of ${ORIGINAL}`)) got += await stream.next();
  }
  provider.finish();
  for (let next = await stream.next(); next !== ""; next = await stream.next()) got += next;
  expect(got).toContain("event: message_stop");
  expect(got).not.toContain("ec2-001");
});

test("both maskers work, and when one is killed every request is answered by the other", async () => {
  const ask = (turn: number) =>
    send(`${deployment.url}/v1/messages`, {
      headers: headersOf(`turn-3-${turn}`),
      body: question(`${turn} of ${ORIGINAL}`),
    });
  const together = await Promise.all(Array.from({ length: 12 }, (_, turn) => ask(turn)));
  expect(together.map(({ status }) => status)).toEqual(together.map(() => 200));
  expect(await deployment.maskerLog(0)).toContain("turn-3-");
  expect(await deployment.maskerLog(1)).toContain("turn-3-");

  await deployment.maskers[0]?.kill();
  for (let turn = 100; turn < 110; turn += 1) {
    expect(await ask(turn)).toMatchObject({ status: 200, text: expect.stringContaining(ORIGINAL) });
  }
});
