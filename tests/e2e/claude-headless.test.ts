import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { expectUnseen, expectUnstored } from "./audit.ts";
import { newInstanceId } from "./originals.ts";
import { type ClaudeRun, runClaude } from "./run-claude.ts";
import { seenPrompt } from "./seen.ts";
import { newTeamKey } from "./team-key.ts";
import { useGateway } from "./use-gateway.ts";

const used = useGateway();
const { gateway } = used;

/** One headless turn in a new workspace and a new scope, answered by the prompt as the provider saw it. */
async function echoThroughClaude(args: readonly string[], stdin?: string): Promise<ClaudeRun> {
  const workspace = await used.newWorkspace();
  used.provider.script((request) => ({ blocks: [{ type: "text", text: seenPrompt(request), sizes: [1, 2, 3] }] }));
  return runClaude({ workspace, url: gateway.url, key: newTeamKey(), args, ...(stdin !== undefined && { stdin }) });
}

describe("Claude Code without a terminal", () => {
  test("a Korean sentence goes out with placeholders and comes back with the originals", async () => {
    const instance = "i-1234567890abcdef0";
    const accessKey = "AKIA1234567890ABCDEF";
    const run = await echoThroughClaude(["-p", `EC2 인스턴스 ${instance}와 IAM 키 ${accessKey} 분석해줘`]);

    expect(run).toEqual({ exitCode: 0, stdout: `EC2 인스턴스 ${instance}와 IAM 키 ${accessKey} 분석해줘`, stderr: "" });
    expect(used.provider.requests.map(seenPrompt)).toEqual(["EC2 인스턴스 ec2-001와 IAM 키 iam-001 분석해줘"]);
    expectUnseen(used.provider.requests, [instance, accessKey]);
    await expectUnstored(gateway, [instance, accessKey]);
    const log = await readFile(join(gateway.directory, "litellm.log"), "utf8");
    expect(log, "LiteLLM logs whole bodies here, so that the audit means something").toContain(
      "ec2-001와 IAM 키 iam-001",
    );
  });

  test("a key that the gateway does not know is told without asking for minutes, and nobody else is asked", async () => {
    const run = await runClaude({
      workspace: await used.newWorkspace(),
      url: gateway.url,
      key: "sk-unknown",
      args: ["-p", "hi"],
    });
    expect(run).toMatchObject({ exitCode: 1, stdout: expect.stringContaining("401") });
    expect(used.provider.requests).toEqual([]);
  });

  test("a key that the provider refuses is told after one question", async () => {
    used.provider.script([{ error: { status: 401, type: "authentication_error", message: "invalid x-api-key" } }]);
    const run = await runClaude({
      workspace: await used.newWorkspace(),
      url: gateway.url,
      key: newTeamKey(),
      args: ["-p", `look at ${newInstanceId()}`],
    });
    expect(run.exitCode).toBe(1);
    expect(used.provider.requests).toHaveLength(1);
  });

  test("--output-format json holds the originals", async () => {
    const instance = newInstanceId();
    const run = await echoThroughClaude(["-p", `look at ${instance}`, "--output-format", "json"]);
    expect(JSON.parse(run.stdout)).toMatchObject({ is_error: false, result: `look at ${instance}` });
    expectUnseen(used.provider.requests, [instance]);
  });

  test("--output-format stream-json holds the originals in its deltas and in its messages", async () => {
    const instance = newInstanceId();
    const format = ["--output-format", "stream-json", "--verbose", "--include-partial-messages"];
    const run = await echoThroughClaude(["-p", `look at ${instance}`, ...format]);
    const lines = run.stdout.split("\n").map((line) => JSON.parse(line) as StreamLine);

    const deltas = lines.flatMap((line) => line.event?.delta?.text ?? []);
    expect(deltas.join("")).toBe(`look at ${instance}`);
    const texts = lines.flatMap((line) => (line.type === "assistant" ? (line.message?.content ?? []) : []));
    expect(texts).toEqual([expect.objectContaining({ text: `look at ${instance}` })]);
    expect(lines.at(-1)).toMatchObject({ type: "result", result: `look at ${instance}` });
    expectUnseen(used.provider.requests, [instance]);
  });

  test("a prompt on standard input is masked", async () => {
    const instance = newInstanceId();
    const run = await echoThroughClaude(["-p"], `한 줄\nand ${instance}`);
    expect(run.stdout).toBe(`한 줄\nand ${instance}`);
    expectUnseen(used.provider.requests, [instance]);
  });

  test("--append-system-prompt is masked with the placeholder that the prompt has", async () => {
    const instance = newInstanceId();
    const run = await echoThroughClaude([
      "-p",
      `look at ${instance}`,
      "--append-system-prompt",
      `Never stop ${instance}.`,
    ]);
    expect(run.stdout).toBe(`look at ${instance}`);
    expect(JSON.stringify(used.provider.requests[0]?.body)).toContain("Never stop ec2-001.");
    expectUnseen(used.provider.requests, [instance]);
  });
});

interface StreamLine {
  readonly type: string;
  readonly event?: { readonly delta?: { readonly text?: string } };
  readonly message?: { readonly content: readonly { readonly text?: string }[] };
}
