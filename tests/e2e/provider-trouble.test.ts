import { describe, expect, test } from "vitest";
import { expectUnseen, expectUnstored } from "./audit.ts";
import { newInstanceId } from "./originals.ts";
import type { Answer, ProviderError } from "./provider/answer.ts";
import type { RecordedRequest } from "./provider/recorded-request.ts";
import { type ClaudeRun, runClaude } from "./run-claude.ts";
import { placeholderIn, seenPrompt } from "./seen.ts";
import { newTeamKey } from "./team-key.ts";
import { useGateway } from "./use-gateway.ts";

const OVERLOADED: ProviderError = { status: 529, type: "overloaded_error", message: "Overloaded" };

const used = useGateway();
const { gateway } = used;

/** One headless turn about an instance; the answers, in turn, are given the placeholder that stands for it. */
async function askAbout(instance: string, answers: readonly ((placeholder: string) => Answer)[]): Promise<ClaudeRun> {
  const workspace = await used.newWorkspace();
  let turn = 0;
  used.provider.script((request: RecordedRequest) => {
    const answer = answers[Math.min(turn++, answers.length - 1)];
    return answer?.(placeholderIn(JSON.stringify(request.body), "ec2")) ?? {};
  });
  return runClaude({ workspace, url: gateway.url, key: newTeamKey(), args: ["-p", `look at ${instance}`] });
}

describe("what a provider does on a bad day", () => {
  test("an overloaded provider is asked again, and the answer holds the original", async () => {
    const instance = newInstanceId();
    const run = await askAbout(instance, [() => ({ error: OVERLOADED }), () => ({ error: OVERLOADED }), say]);
    expect(run).toEqual({ exitCode: 0, stdout: `about ${instance}`, stderr: "" });
    expect(used.provider.requests.length).toBeGreaterThanOrEqual(3);
    expectUnseen(used.provider.requests, [instance]);
    await expectUnstored(gateway, [instance]);
  });

  test("an upstream that dies in the middle of a stream is asked again, and nothing is said twice or wrong", async () => {
    const instance = newInstanceId();
    const dies = (placeholder: string): Answer => ({ ...say(placeholder), dieAfterDeltas: 8 });
    const run = await askAbout(instance, [dies, say]);
    expect(run).toEqual({ exitCode: 0, stdout: `about ${instance}`, stderr: "" });
    expect(used.provider.requests.length).toBeGreaterThanOrEqual(2);
    expectUnseen(used.provider.requests, [instance]);
    await expectUnstored(gateway, [instance]);
  });

  test("an error event in the middle of a stream reaches the client as one, and the turn still ends well", async () => {
    const instance = newInstanceId();
    const fails = (placeholder: string): Answer => ({
      ...say(placeholder),
      failAfterDeltas: { deltas: 8, error: OVERLOADED },
    });
    const run = await askAbout(instance, [fails, say]);
    expect(run).toEqual({ exitCode: 0, stdout: `about ${instance}`, stderr: "" });
    expectUnseen(used.provider.requests, [instance]);
    await expectUnstored(gateway, [instance]);
  });

  test("an answer cut by max_tokens inside a placeholder is finished by the next one", async () => {
    const instance = newInstanceId();
    const cut = (placeholder: string): Answer => ({
      blocks: [{ type: "text", text: `${placeholder} is ${placeholder.slice(0, -2)}`, sizes: [1] }],
      stopReason: "max_tokens",
    });
    const run = await askAbout(instance, [cut, say]);
    expect(run.stdout).toContain(`about ${instance}`);
    const again = used.provider.requests[1];
    expect(again && JSON.stringify(again.body), "what was restored goes out masked again").toContain("ec2-001 is ");
    expectUnseen(used.provider.requests, [instance]);
    await expectUnstored(gateway, [instance]);
  });

  test("a refusal comes through as one", async () => {
    const instance = newInstanceId();
    const refuse = (placeholder: string): Answer => ({ ...say(placeholder), stopReason: "refusal" });
    const run = await askAbout(instance, [refuse]);
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toMatch(/safeguards flagged this message/);
    expectUnseen(used.provider.requests, [instance]);
    await expectUnstored(gateway, [instance]);
  });

  test("an error that names a placeholder is read with the original", async () => {
    const instance = newInstanceId();
    const reject = (placeholder: string): Answer => ({
      error: { status: 400, type: "invalid_request_error", message: `no such thing: ${placeholder}` },
    });
    const run = await askAbout(instance, [reject]);
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain(`no such thing: ${instance}`);
    expect(seenPrompt(used.provider.requests[0] as RecordedRequest)).toBe("look at ec2-001");
    expectUnseen(used.provider.requests, [instance]);
    await expectUnstored(gateway, [instance]);
  });
});

function say(placeholder: string): Answer {
  return { blocks: [{ type: "text", text: `about ${placeholder}`, sizes: [1] }] };
}
