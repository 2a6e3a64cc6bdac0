import { cp } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { expectUnseen } from "./audit.ts";
import { REPOSITORY } from "./chain/repository.ts";
import { newInstanceId } from "./originals.ts";
import { placeholderIn, seenToolResults } from "./seen.ts";
import { newTeamKey } from "./team-key.ts";
import { useGateway } from "./use-gateway.ts";

const EXAMPLES = join(REPOSITORY, "docs/examples/agent-sdk");
const INSTALL_MS = 600_000;
const used = useGateway();
const { gateway } = used;

// Both packages bring a Claude Code of their own, some 400 MB: installed as their users do, into a directory of the test.
describe("the Agent SDK's examples, installed from their registries", () => {
  test.for([
    ["TypeScript", [["npm", "install", "--no-audit", "--no-fund"]], ["node", "ask.ts"]],
    [
      "Python",
      [
        ["python3", "-m", "venv", "venv"],
        ["venv/bin/pip", "install", "-q", "-r", "requirements.txt"],
      ],
      ["venv/bin/python", "ask.py"],
    ],
  ] as const)(
    "%s: a tool reads an original from a file, the answer has it, the provider saw a placeholder",
    { timeout: INSTALL_MS },
    async ([, installations, [program, script]]) => {
      const [workspace, instance] = [await used.newWorkspace(), newInstanceId()];
      const { home, project: cwd } = workspace;
      await cp(EXAMPLES, cwd, { recursive: true });
      for (const [command, ...words] of installations) await execa(command, words, { cwd });
      await execa("tee", ["hosts.txt"], { cwd, input: `web ${instance}\n`, stdout: "ignore" });
      used.provider.script((request) => {
        const [result] = seenToolResults(request);
        if (result !== undefined) return { blocks: [{ type: "text", text: `web is ${placeholderIn(result, "ec2")}` }] };
        return { blocks: [{ type: "tool_use", name: "Read", input: { file_path: join(cwd, "hosts.txt") } }] };
      });
      const { stdout } = await execa(program, [script, "which host is web?"], {
        cwd,
        extendEnv: false,
        env: {
          PATH: process.env["PATH"] ?? "",
          HOME: home,
          ANTHROPIC_BASE_URL: gateway.url,
          ANTHROPIC_AUTH_TOKEN: newTeamKey(),
          CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
        },
      });
      expect(stdout).toBe(`web is ${instance}`);
      expectUnseen(used.provider.requests, [instance]);
    },
  );
});
