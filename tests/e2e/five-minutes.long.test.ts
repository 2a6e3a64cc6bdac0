import { describe, expect, test } from "vitest";
import { expectUnseen, expectUnstored } from "./audit.ts";
import { newInstanceId } from "./originals.ts";
import { anthropicText, readStream } from "./read-stream.ts";
import { runClaude } from "./run-claude.ts";
import { seenPrompt } from "./seen.ts";
import { newTeamKey } from "./team-key.ts";
import { useGateway } from "./use-gateway.ts";

/** Node's server and aiohttp both give up on anything longer than 300 s unless told otherwise. */
const DELTAS = 330;
const TEST_MS = 400_000;

const used = useGateway();
const { gateway } = used;

describe("an answer of more than five real minutes", () => {
  // At once, since each takes as long as the other.
  test("arrives whole, and in Claude Code", { timeout: TEST_MS }, async () => {
    const [instance, theirs] = [newInstanceId(), newInstanceId()];
    used.provider.script((request) => ({
      blocks: [
        { type: "text", text: `${seenPrompt(request)} `.repeat(DELTAS), sizes: [`${seenPrompt(request)} `.length] },
      ],
      delayBetweenDeltas: 1_000,
    }));
    const messages = [{ role: "user", content: `on ${instance}` }];
    const body = { model: "claude-opus-5-5", max_tokens: 4096, stream: true, messages };
    const workspace = await used.newWorkspace();
    const args = ["-p", `on ${theirs}`];
    const running = runClaude({ workspace, url: gateway.url, key: newTeamKey(), args, timeoutMs: TEST_MS });
    const stream = await readStream(`${gateway.url}/v1/messages`, newTeamKey(), body);
    expect(await stream.wasCut).toBe(false);
    expect(anthropicText(stream.text())).toBe(`on ${instance} `.repeat(DELTAS));
    const { exitCode, stdout, stderr } = await running;
    expect([exitCode, stdout.trim(), stderr]).toEqual([0, `on ${theirs} `.repeat(DELTAS).trim(), ""]);
    expectUnseen(used.provider.requests, [instance, theirs]);
    await expectUnstored(gateway, [instance, theirs]);
  });
});
