import { mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Answer } from "../provider/answer.ts";
import type { Provider } from "../provider/provider.ts";
import { runClaude } from "../run-claude.ts";
import { seenPrompt, seenToolResults } from "../seen.ts";

// A fixed place, since Claude Code tells the model where it runs.
const ROOT = join(tmpdir(), "masker-recording");

/** Two headless runs of Claude Code: one that reads a file and runs a command, then one that goes on from there. */
export async function recordClaude(provider: Provider, url: string): Promise<void> {
  const [home, project] = [join(ROOT, "home"), join(ROOT, "project")];
  await rm(ROOT, { recursive: true, force: true });
  await mkdir(home, { recursive: true });
  await mkdir(project);
  const file = join(project, "prod.ini");
  await writeFile(file, '[prod]\r\n\tinstance = i-0aaaabbbbcccc0001\n\tgroup = "sg-0aaaabbbbcccc0002"\n');
  provider.script((request): Answer => {
    if (seenPrompt(request).startsWith("그리고"))
      return { blocks: [{ type: "text", text: "And sg-001.", sizes: [3] }] };
    const [result] = seenToolResults(request);
    const thinking = { type: "thinking", text: "First ec2-001.", sizes: [3] } as const;
    if (result === undefined)
      return { blocks: [thinking, { type: "tool_use", name: "Read", input: { file_path: file }, sizes: [4] }] };
    if (result.includes("prod")) {
      const text = { type: "text", text: "Now ec2-001 in sg-001:", sizes: [1] } as const;
      return {
        blocks: [thinking, text, { type: "tool_use", name: "Bash", input: { command: "echo ec2-001" }, sizes: [1] }],
      };
    }
    return { blocks: [{ type: "text", text: "Done with ec2-001, 끝.", sizes: [1, 2, 3] }] };
  });
  const workspace = { home, project, dispose: () => rm(ROOT, { recursive: true, force: true }) };
  const tools = ["--allowedTools", "Read,Bash"];
  for (const args of [
    ["-p", "Look at i-0aaaabbbbcccc0001", ...tools],
    ["-p", "그리고 sg-0aaaabbbbcccc0002?", "--continue", ...tools],
  ]) {
    const { exitCode, stdout } = await runClaude({ workspace, url, key: "sk-team-recording", args });
    if (exitCode !== 0) throw new Error(`Claude Code ended with ${exitCode}: ${stdout}`);
  }
  await workspace.dispose();
}
