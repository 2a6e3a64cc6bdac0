import { describe, expect, test } from "vitest";
import { expectUnseen, expectUnstored } from "./audit.ts";
import { newInstanceId, newSecurityGroupId } from "./originals.ts";
import { runClaude } from "./run-claude.ts";
import { seenPrompt } from "./seen.ts";
import { newTeamKey } from "./team-key.ts";
import { useGateway } from "./use-gateway.ts";

const used = useGateway();
const { gateway } = used;

describe("three turns with --continue", () => {
  test("keep one placeholder per value, and mask what did not change to the same bytes", async () => {
    const [instance, group] = [newInstanceId(), newSecurityGroupId()];
    const prompts = [`start ${instance}`, `open ${group} of ${instance}`, `stop ${instance}, close ${group}`];
    const workspace = await used.newWorkspace();
    const key = newTeamKey();
    used.provider.script((request) => ({
      blocks: [
        { type: "thinking", text: `thoughts on ${seenPrompt(request)}` },
        { type: "text", text: seenPrompt(request), sizes: [4] },
      ],
    }));

    for (const [turn, prompt] of prompts.entries()) {
      const args = ["-p", prompt, ...(turn > 0 ? ["--continue"] : [])];
      expect(await runClaude({ workspace, url: gateway.url, key, args })).toEqual({
        exitCode: 0,
        stdout: prompt,
        stderr: "",
      });
    }

    const { requests } = used.provider;
    expect(requests.map(seenPrompt)).toEqual(["start ec2-001", "open sg-001 of ec2-001", "stop ec2-001, close sg-001"]);
    expect(requests.map((request) => request.violations)).toEqual([[], [], []]);
    const [first, second, third] = requests.map((request) => request.usage);
    expect(second?.cacheReadTokens, "the second turn reads all that the first wrote").toBe(first?.cacheWriteTokens);
    const written = (second?.cacheReadTokens ?? 0) + (second?.cacheWriteTokens ?? 0);
    expect(third?.cacheReadTokens, "the third turn reads all that the second read and wrote").toBe(written);
    expectUnseen(requests, [instance, group]);
    await expectUnstored(gateway, [instance, group]);
  });
});
