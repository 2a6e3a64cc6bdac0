import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import Anthropic from "@anthropic-ai/sdk";
import { execa } from "execa";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { litellmPython } from "../e2e/chain/litellm-python.ts";
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

test("the start script refuses a configuration that has lost the guardrail, and says so", async () => {
  const directory = await mkdtemp(path.join(tmpdir(), "masker-config-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  const config = path.join(directory, "config.yaml");
  await writeFile(config, "model_list: []\n");
  const started = await execa("sh", [path.join(REPOSITORY, "deploy/litellm/start-litellm.sh")], {
    env: {
      PATH: `${path.dirname(litellmPython())}:/usr/bin:/bin`,
      GATEWAY_DIRECTORY: path.join(REPOSITORY, "litellm"),
      LITELLM_CONFIG: config,
    },
    extendEnv: false,
    reject: false,
  });
  expect(started.exitCode).toBe(1);
  expect(started.stderr).toContain("LiteLLM would run unprotected");
});
