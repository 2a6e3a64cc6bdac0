import { access, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { expectUnseen, expectUnstored } from "./audit.ts";
import { REPOSITORY } from "./chain/repository.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { newInstanceId } from "./originals.ts";
import type { Answer } from "./provider/answer.ts";
import { type Provider, startProvider } from "./provider/provider.ts";
import { anthropicText, readStream } from "./read-stream.ts";
import { runClaude } from "./run-claude.ts";
import { placeholderIn, seenPrompt, seenToolResults } from "./seen.ts";
import { newTeamKey } from "./team-key.ts";
import { createWorkspace } from "./workspace.ts";

const SHORT = join(REPOSITORY, "tests/e2e/short-defaults");
/** Longer than the defaults of `short-defaults/`, as five minutes are longer than the real ones. */
const LONG_MS = 4_500;

let provider: Provider;
let gateway: Gateway;

beforeAll(async () => {
  provider = await startProvider();
  gateway = await startGateway({
    providerUrl: provider.url,
    maskerEnv: { NODE_OPTIONS: `--import ${join(SHORT, "node.mjs")}` },
    litellmEnv: { PYTHONPATH: `${SHORT}:${join(REPOSITORY, "litellm")}` },
  });
});
afterEach(() => provider.forget());
afterAll(async () => {
  await gateway.stop();
  await provider.stop();
});

describe("an answer longer than every default time limit", () => {
  test("arrives whole when it is streamed", async () => {
    const instance = newInstanceId();
    const deltas = 45;
    provider.script((request) => {
      const said = `${seenPrompt(request)} `;
      const sizes = [said.length];
      return { blocks: [{ type: "text", text: said.repeat(deltas), sizes }], delayBetweenDeltas: LONG_MS / deltas };
    });
    const stream = await readStream(`${gateway.url}/v1/messages`, newTeamKey(), question(`on ${instance}`, true));
    expect(await stream.wasCut).toBe(false);
    expect(anthropicText(stream.text())).toBe(`on ${instance} `.repeat(deltas));
    expect(stream.text()).toContain("event: message_stop");
    expectUnseen(provider.requests, [instance]);
  });

  test("arrives whole when the provider is silent before it", async () => {
    const instance = newInstanceId();
    provider.script((request) => ({
      blocks: [{ type: "text", text: seenPrompt(request) }],
      delayBeforeStart: LONG_MS,
    }));
    const stream = await readStream(`${gateway.url}/v1/messages`, newTeamKey(), question(`on ${instance}`, false));
    await stream.wasCut;
    expect(JSON.parse(stream.text())).toMatchObject({ content: [{ text: `on ${instance}` }] });
    expectUnseen(provider.requests, [instance]);
  });
});

describe("a masker that stops", () => {
  test("between two requests of a turn: nothing reaches the provider, and Claude Code ends well once it is back", async () => {
    const instance = newInstanceId();
    const workspace = await createWorkspace();
    const [began, goOn] = [join(workspace.project, "began"), join(workspace.project, "go-on")];
    provider.script((request): Answer => {
      const placeholder = placeholderIn(seenPrompt(request), "ec2");
      if (seenToolResults(request).length > 0) return { blocks: [{ type: "text", text: `did ${placeholder}` }] };
      const command = `touch ${began}; until [ -e ${goOn} ]; do sleep 0.1; done; echo ${placeholder}`;
      return { blocks: [{ type: "tool_use", name: "Bash", input: { command } }] };
    });
    const args = ["-p", `do ${instance}`, "--allowedTools", "Bash"];
    const run = runClaude({ workspace, url: gateway.url, key: newTeamKey(), args });
    await vi.waitFor(() => access(began), { timeout: 60_000 });
    await gateway.stopMasker();
    await writeFile(goOn, "");
    await sleep(3_000);
    expect(provider.requests, "the second request was held back").toHaveLength(1);
    await gateway.startMasker();

    expect(await run).toEqual({ exitCode: 0, stdout: `did ${instance}`, stderr: "" });
    expect(provider.requests.map(seenToolResults)).toEqual([[], ["ec2-001"]]);
    expectUnseen(provider.requests, [instance]);
    await expectUnstored(gateway, [instance]);
    await workspace.dispose();
  });

  test("in the middle of a stream: the stream ends with an error event after right text alone", async () => {
    const instance = newInstanceId();
    provider.script((request) => ({
      blocks: [{ type: "text", text: `${seenPrompt(request)} `.repeat(50), sizes: [3] }],
      delayBetweenDeltas: 20,
    }));
    const stream = await readStream(`${gateway.url}/v1/messages`, newTeamKey(), question(`on ${instance}`, true));
    await vi.waitFor(() => expect(anthropicText(stream.text())).toContain(instance), { timeout: 60_000 });
    await gateway.killMasker();
    await stream.wasCut;
    await gateway.startMasker();

    expect(`on ${instance} `.repeat(50).startsWith(anthropicText(stream.text()))).toBe(true);
    expect(stream.text().trimEnd().split("\n\n").at(-1)).toMatch(/^event: error\ndata: \{"type": ?"error"/);
    await vi.waitFor(() => expect(provider.requests[0]?.abandoned, "the provider is not read on").toBe(true), {
      timeout: 30_000,
    });
  });

  test("before a request: both APIs answer 503 in their own shape, and the provider hears nothing", async () => {
    const instance = newInstanceId();
    await gateway.stopMasker();
    const body = question(`on ${instance}`, false);
    const anthropic = await readStream(`${gateway.url}/v1/messages`, newTeamKey(), body);
    const openai = await readStream(`${gateway.url}/v1/chat/completions`, newTeamKey(), body);
    await Promise.all([anthropic.wasCut, openai.wasCut]);
    await gateway.startMasker();

    expect([anthropic.status, openai.status]).toEqual([503, 503]);
    expect(JSON.parse(anthropic.text())).toMatchObject({ type: "error", error: { type: "api_error" } });
    expect(JSON.parse(openai.text())).toMatchObject({
      error: { message: expect.stringContaining("masker") as string },
    });
    expect(provider.requests).toEqual([]);
    await expectUnstored(gateway, [instance]);
  });
});

function question(prompt: string, stream: boolean): object {
  return { model: "claude-opus-5-5", max_tokens: 1024, stream, messages: [{ role: "user", content: prompt }] };
}
