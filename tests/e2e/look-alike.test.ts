import { describe, expect, test } from "vitest";
import { expectUnseen, expectUnstored } from "./audit.ts";
import { newInstanceId } from "./originals.ts";
import { runClaude } from "./run-claude.ts";
import { seenPrompt } from "./seen.ts";
import { newTeamKey } from "./team-key.ts";
import { useGateway } from "./use-gateway.ts";

const used = useGateway();
const { gateway } = used;

describe("a user who types what looks like a placeholder", () => {
  test("reads back what was typed, though it is issued to a value in the same message", async () => {
    const instance = newInstanceId();
    const prompt = `compare ${instance} with the host ec2-001, and EC2-001, and ec2-0012`;
    const workspace = await used.newWorkspace();
    const key = newTeamKey();
    used.provider.script((request) => ({ blocks: [{ type: "text", text: seenPrompt(request), sizes: [1] }] }));
    await runClaude({ workspace, url: gateway.url, key, args: ["-p", `first ${instance}`] });

    const run = await runClaude({ workspace, url: gateway.url, key, args: ["-p", prompt] });
    expect(run).toEqual({ exitCode: 0, stdout: prompt, stderr: "" });
    const [first, second] = used.provider.requests.map(seenPrompt);
    expect(first).toBe("first ec2-001");
    expect(second).toMatch(/^compare ec2-001 with the host lit-\d{3}, and lit-\d{3}, and /);
    expectUnseen(used.provider.requests, [instance]);
    await expectUnstored(gateway, [instance]);
  });
});
