import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { about, ask } from "./ask-about.ts";
import { expectUnseen, expectUnstored } from "./audit.ts";
import { REPOSITORY } from "./chain/repository.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { newInstanceId } from "./originals.ts";
import type { Answer } from "./provider/answer.ts";
import { type Provider, startProvider } from "./provider/provider.ts";
import type { RecordedRequest } from "./provider/recorded-request.ts";
import { runClaude } from "./run-claude.ts";
import { placeholderIn } from "./seen.ts";
import { newTeamKey } from "./team-key.ts";
import { createWorkspace } from "./workspace.ts";

const OVERLOADED: Answer = { error: { status: 529, type: "overloaded_error", message: "Overloaded" } };
const RATE_LIMITED: Answer = { error: { status: 429, type: "rate_limit_error", message: "Slow down" } };
const UNAVAILABLE: Answer = { error: { status: 503, type: "api_error", message: "Service unavailable" } };

let provider: Provider;
let gateway: Gateway;

beforeAll(async () => {
  provider = await startProvider();
  gateway = await startGateway({ providerUrl: provider.url, configFile: "litellm/failover.yaml" });
});
beforeEach(() => provider.forget());
afterAll(async () => {
  await gateway?.stop();
  await provider?.stop();
});

describe("litellm/failover.yaml", () => {
  test("has the guardrail and the settings of litellm/config.yaml", async () => {
    const [usual, failover] = await Promise.all(["config.yaml", "failover.yaml"].map(readLitellmConfig));
    for (const section of ["guardrails", "litellm_settings", "general_settings"]) {
      expect(failover?.[section], section).toEqual(usual?.[section]);
    }
  });

  // A deployment that failed is left alone for a while: each test takes a model that no other has seen fail.
  test.for([
    ["is overloaded", "whole", "claude-opus-5-5", OVERLOADED],
    ["is at its rate limit", "streamed", "claude-sonnet-5-5", RATE_LIMITED],
  ] as const)("asks Bedrock when Anthropic %s; %s", async ([, way, model, refusal]) => {
    const instance = newInstanceId();
    provider.script((request) => (request.api === "anthropic" ? refusal : about(request)));
    expect(await ask(gateway.url, model, instance, way)).toBe(`about ${instance}`);
    expect(new Set(provider.requests.map(({ api }) => api))).toEqual(new Set(["anthropic", "bedrock"]));
    const bodies = provider.requests.map(({ raw }) => placeholderIn(raw.toString(), "ec2"));
    expect(new Set(bodies), "the second gets what the first got").toEqual(new Set(["ec2-001"]));
    expectUnseen(provider.requests, [instance]);
    await expectUnstored(gateway, [instance]);
  });

  test("has every model of litellm/config.yaml, with the same settings", async () => {
    const [usual, failover] = await Promise.all(["config.yaml", "failover.yaml"].map(readLitellmConfig));
    expect(failover?.["model_list"]).toEqual(expect.arrayContaining(usual?.["model_list"] as object[]));
  });

  test("spreads over two regions, and asks the other when one fails", async () => {
    const instance = newInstanceId();
    provider.script(about);
    for (let turn = 0; turn < 12; turn++)
      expect(await ask(gateway.url, "sonnet-on-bedrock", instance)).toBe(`about ${instance}`);
    expect(new Set(provider.requests.map(regionOf))).toEqual(new Set(["us-east-1", "eu-west-1"]));

    provider.forget();
    provider.script((request) => (regionOf(request) === "us-east-1" ? UNAVAILABLE : about(request)));
    for (let turn = 0; turn < 6; turn++)
      expect(await ask(gateway.url, "haiku-on-bedrock", instance)).toBe(`about ${instance}`);
    expect(provider.requests.filter((request) => regionOf(request) === "eu-west-1")).toHaveLength(6);
    expectUnseen(provider.requests, [instance]);
    await expectUnstored(gateway, [instance]);
  });

  test("carries a whole turn of Claude Code over to Bedrock", async () => {
    const instance = newInstanceId();
    provider.script((request) => (request.api === "anthropic" ? OVERLOADED : about(request)));
    const workspace = await createWorkspace();
    try {
      const run = await runClaude({
        workspace,
        url: gateway.url,
        key: newTeamKey(),
        args: ["-p", `look at ${instance}`, "--model", "haiku"],
      });
      expect(run).toEqual({ exitCode: 0, stdout: `about ${instance}`, stderr: "" });
    } finally {
      await workspace.dispose();
    }
    const last = provider.requests.at(-1);
    expect(last).toMatchObject({ api: "bedrock", violations: [] });
    expectUnseen(provider.requests, [instance]);
  });

  test("leaves out for a while what has failed, and answers 429 when nobody is left", async () => {
    const instance = newInstanceId();
    provider.script(about);
    expect(await ask(gateway.url, "claude-opus-5-5", instance)).toBe(`about ${instance}`);
    expect(provider.requests.map(({ api }) => api)).toEqual(["bedrock"]);
    provider.script([UNAVAILABLE]);
    await expect(ask(gateway.url, "claude-opus-5-5", instance)).rejects.toMatchObject({ status: 429 });
    expectUnseen(provider.requests, [instance]);
    await expectUnstored(gateway, [instance]);
  });
});

async function readLitellmConfig(name: string): Promise<Record<string, unknown>> {
  return parse(await readFile(join(REPOSITORY, "litellm", name), "utf8"), { merge: true }) as Record<string, unknown>;
}

/** The region that the request was signed for. */
function regionOf({ headers }: RecordedRequest): string | undefined {
  return headers.authorization?.split("/")[2];
}
