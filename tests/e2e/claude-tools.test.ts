import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { expectUnseen, expectUnstored } from "./audit.ts";
import { newAccessKeyId, newInstanceId, newSecretAccessKey, newSecurityGroupId } from "./originals.ts";
import type { Answer } from "./provider/answer.ts";
import { runClaude } from "./run-claude.ts";
import { placeholderIn, seenPrompt, seenToolResults } from "./seen.ts";
import { newTeamKey } from "./team-key.ts";
import { useGateway } from "./use-gateway.ts";

const used = useGateway();
const { gateway } = used;

describe("tools of Claude Code", () => {
  test("a Bash call writes the restored id, and its result goes back under the same placeholder", async () => {
    const instance = newInstanceId();
    const workspace = await used.newWorkspace();
    used.provider.script((request): Answer => {
      const placeholder = placeholderIn(seenPrompt(request), "ec2");
      if (seenToolResults(request).length > 0) return say(`written: ${placeholder}`);
      const command = `printf '%s' "${placeholder}" > found.txt && cat found.txt`;
      return {
        blocks: [
          think(`about ${placeholder}`),
          { type: "tool_use", name: "Bash", input: { command }, sizes: [1, 3, 2] },
        ],
      };
    });
    const args = ["-p", `write ${instance} to a file`, "--allowedTools", "Bash"];
    const run = await runClaude({ workspace, url: gateway.url, key: newTeamKey(), args });

    expect(run).toEqual({ exitCode: 0, stdout: `written: ${instance}`, stderr: "" });
    expect(await readFile(join(workspace.project, "found.txt"), "utf8")).toBe(instance);
    expect(used.provider.requests.map((request) => [seenToolResults(request), request.violations])).toEqual([
      [[], []],
      [["ec2-001"], []],
    ]);
    expectUnseen(used.provider.requests, [instance]);
    await expectUnstored(gateway, [instance]);
  });

  test("Read and Edit leave a file with ids and a secret byte-exact but for the edit", async () => {
    const [instance, group, accessKey, secret] = [
      newInstanceId(),
      newSecurityGroupId(),
      newAccessKeyId(),
      newSecretAccessKey(),
    ];
    const before = `[prod] # "운영"\r\n\tinstance = ${instance}\r\n\taws_access_key_id = ${accessKey}\r\n\taws_secret_access_key = ${secret}\r\n\tgroup=${group}\\n\r\n\tsize = 1.0\r\n`;
    const workspace = await used.newWorkspace();
    const file = join(workspace.project, "prod.ini");
    await writeFile(file, before);
    let seenFile = "";
    used.provider.script((request): Answer => {
      const [result] = seenToolResults(request);
      if (result === undefined) return { blocks: [{ type: "tool_use", name: "Read", input: { file_path: file } }] };
      if (!result.includes("prod")) return say(`edited ${placeholderIn(seenFile, "ec2")}`);
      if (result.includes("updated")) return say(`edited ${placeholderIn(seenFile, "ec2")}`);
      seenFile = result;
      const line = `instance = ${placeholderIn(result, "ec2")}`;
      const input = {
        file_path: file,
        old_string: line,
        new_string: `${line} # "keep" ${placeholderIn(result, "sg")}`,
      };
      return { blocks: [{ type: "tool_use", name: "Edit", input, sizes: [2, 1, 5] }] };
    });
    const args = ["-p", "keep the instance", "--allowedTools", "Read", "--permission-mode", "acceptEdits"];
    const run = await runClaude({ workspace, url: gateway.url, key: newTeamKey(), args });

    expect(run).toEqual({ exitCode: 0, stdout: `edited ${instance}`, stderr: "" });
    expect(await readFile(file, "utf8")).toBe(before.replace(instance, `${instance} # "keep" ${group}`));
    expectUnseen(used.provider.requests, [instance, group, accessKey, secret]);
    await expectUnstored(gateway, [instance, group, accessKey, secret]);
  });

  test("Write under --permission-mode acceptEdits writes what a quote, a backslash and an id restore to", async () => {
    const instance = newInstanceId();
    const workspace = await used.newWorkspace();
    const file = join(workspace.project, "run.sh");
    used.provider.script((request): Answer => {
      if (seenToolResults(request).length > 0) return say("done");
      const content = `echo "C:\\\\${placeholderIn(seenPrompt(request), "ec2")}\\"" # 끝\n`;
      return { blocks: [{ type: "tool_use", name: "Write", input: { file_path: file, content }, sizes: [1] }] };
    });
    const args = ["-p", `script for ${instance}`, "--permission-mode", "acceptEdits"];
    const run = await runClaude({ workspace, url: gateway.url, key: newTeamKey(), args });

    expect(run).toEqual({ exitCode: 0, stdout: "done", stderr: "" });
    expect(await readFile(file, "utf8")).toBe(`echo "C:\\\\${instance}\\"" # 끝\n`);
    expectUnseen(used.provider.requests, [instance]);
  });
});

function say(text: string): Answer {
  return { blocks: [{ type: "text", text, sizes: [1] }] };
}

function think(text: string): { type: "thinking"; text: string } {
  return { type: "thinking", text };
}
