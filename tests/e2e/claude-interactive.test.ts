import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { expectUnseen, expectUnstored } from "./audit.ts";
import { openClaudeTerminal } from "./claude-terminal.ts";
import { newInstanceId } from "./originals.ts";
import type { Answer } from "./provider/answer.ts";
import { placeholderIn, seenPrompt, seenToolResults } from "./seen.ts";
import { newTeamKey } from "./team-key.ts";
import { useGateway } from "./use-gateway.ts";

const used = useGateway();
const { gateway } = used;

describe("an interactive session in a terminal", () => {
  test("shows the originals over two turns and a tool call, while the provider sees one placeholder", async () => {
    const instance = newInstanceId();
    const workspace = await used.newWorkspace();
    used.provider.script((request): Answer => {
      const placeholder = placeholderIn(seenPrompt(request), "ec2");
      const wantsFile = seenPrompt(request).startsWith("write");
      if (!wantsFile || seenToolResults(request).length > 0) return say(`<<${placeholder}>>`);
      const input = { file_path: join(workspace.project, "note.txt"), content: `${placeholder}\n` };
      return { blocks: [{ type: "tool_use", name: "Write", input, sizes: [1] }] };
    });
    const args = ["--permission-mode", "acceptEdits"];
    const terminal = await openClaudeTerminal({ workspace, url: gateway.url, key: newTeamKey(), args });

    await terminal.enter(`look at ${instance}`);
    await terminal.waitFor(`<<${instance}>>`);
    await terminal.enter(`write ${instance} down`);
    await terminal.waitFor(`<<${instance}>>`);
    expect(await terminal.exit()).toBe(0);

    expect(await readFile(join(workspace.project, "note.txt"), "utf8")).toBe(`${instance}\n`);
    const asked = used.provider.requests.filter((request) => request.api === "anthropic");
    expect(asked.map((request) => placeholderIn(seenPrompt(request), "ec2"))).toEqual([
      "ec2-001",
      "ec2-001",
      "ec2-001",
    ]);
    expect(used.provider.requests.flatMap((request) => request.violations)).toEqual([]);
    expectUnseen(used.provider.requests, [instance]);
    await expectUnstored(gateway, [instance]);
  });
});

function say(text: string): Answer {
  return { blocks: [{ type: "text", text, sizes: [text.length] }] };
}
