import { chmod, copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { expectUnseen } from "./audit.ts";
import { REPOSITORY } from "./chain/repository.ts";
import { newInstanceId } from "./originals.ts";
import { claudeCommand, runClaude } from "./run-claude.ts";
import { placeholderIn, seenPrompt, seenToolResults } from "./seen.ts";
import { newTeamKey } from "./team-key.ts";
import { useGateway } from "./use-gateway.ts";
import type { Workspace } from "./workspace.ts";

const EXAMPLES = join(REPOSITORY, "docs/examples");
const used = useGateway();
const { gateway } = used;

/** Runs a shell with the real `claude` on its PATH, and nothing else of this shell's environment. */
async function runShell(script: string, { home, project }: Workspace, env: Record<string, string>): Promise<string> {
  const PATH = `${dirname(claudeCommand)}:${process.env["PATH"] ?? ""}`;
  const options = { cwd: project, extendEnv: false, env: { PATH, HOME: home, ...env }, input: "" } as const;
  const { stdout } = await execa("bash", ["-euo", "pipefail", "-c", script], options);
  return stdout;
}

describe("the examples of docs/claude-code.md", () => {
  test("settings.json with the key from apiKeyHelper needs no variable in the shell", async () => {
    const [workspace, instance] = [await used.newWorkspace(), newInstanceId()];
    const folder = join(workspace.home, ".claude");
    await mkdir(folder);
    const settings = await readFile(join(EXAMPLES, "claude-code/settings.json"), "utf8");
    await writeFile(join(folder, "settings.json"), settings.replace("http://127.0.0.1:4000", gateway.url));
    await copyFile(join(EXAMPLES, "claude-code/gateway-key.sh"), join(folder, "gateway-key.sh"));
    await chmod(join(folder, "gateway-key.sh"), 0o700);
    await writeFile(join(folder, "gateway-key"), newTeamKey());
    used.provider.script((request) => ({ blocks: [{ type: "text", text: seenPrompt(request) }] }));
    expect(await runShell(`claude -p 'look at ${instance}'`, workspace, {})).toBe(`look at ${instance}`);
    expectUnseen(used.provider.requests, [instance]);
  });

  test.for([
    ["ci/github-actions.yml", githubSteps],
    ["ci/gitlab-ci.yml", gitlabSteps],
  ] as const)("%s reviews a diff with the originals in it, and sends none", async ([file, stepsOf]) => {
    const [workspace, instance] = [await used.newWorkspace(), newInstanceId()];
    const { script, variables } = stepsOf(parse(await readFile(join(EXAMPLES, file), "utf8")));
    expect(variables).toEqual([
      "ANTHROPIC_BASE_URL",
      "ANTHROPIC_AUTH_TOKEN",
      "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC",
    ]);
    used.provider.script((request) => {
      const placeholder = placeholderIn(seenPrompt(request), "ec2");
      return { blocks: [{ type: "text", text: `${placeholder} should be a variable.`, sizes: [3] }] };
    });
    const git = "git -c user.name=a -c user.email=a@example.com";
    const history = `git init -q && ${git} commit -q --allow-empty -m one && echo 'id = "${instance}"' > main.tf && git add . && ${git} commit -q -m two`;
    const env = { ANTHROPIC_BASE_URL: gateway.url, ANTHROPIC_AUTH_TOKEN: newTeamKey(), DISABLE_AUTOUPDATER: "1" };
    await runShell(`${history}\n${script}`, workspace, env);
    expect(await readFile(join(workspace.project, "review.md"), "utf8")).toBe(`${instance} should be a variable.\n`);
    expectUnseen(used.provider.requests, [instance]);
  });
});

test("an MCP server gets originals, and what it answers goes back masked", async () => {
  const [workspace, instance] = [await used.newWorkspace(), newInstanceId()];
  const notes = join(workspace.project, "notes.txt");
  const server = { command: process.execPath, args: [join(import.meta.dirname, "mcp/notes-server.ts")] };
  const config = { mcpServers: { notes: { ...server, env: { NOTES_FILE: notes } } } };
  used.provider.script((request) => {
    const [result] = seenToolResults(request);
    if (result !== undefined) return { blocks: [{ type: "text", text: result }] };
    const text = `${placeholderIn(JSON.stringify(request.body), "ec2")} is down`;
    return { blocks: [{ type: "tool_use", name: "mcp__notes__note", input: { text }, sizes: [3] }] };
  });
  const args = ["-p", `note that ${instance} is down`, "--mcp-config", JSON.stringify(config)];
  const run = await runClaude({
    workspace,
    url: gateway.url,
    key: newTeamKey(),
    args: [...args, "--strict-mcp-config", "--allowedTools", "mcp__notes__note"],
  });
  expect(run).toEqual({ exitCode: 0, stdout: `noted: ${instance} is down`, stderr: "" });
  expect(await readFile(notes, "utf8")).toBe(`${instance} is down\n`);
  expect(used.provider.requests.flatMap(seenToolResults)).toEqual(["noted: ec2-001 is down"]);
  expectUnseen(used.provider.requests, [instance]);
});

interface Steps {
  readonly script: string;
  /** The variables that the whole job has. */
  readonly variables: readonly string[];
}

function githubSteps(workflow: unknown): Steps {
  const { review } = (workflow as { jobs: { review: { env: object; steps: { id?: string; run?: string }[] } } }).jobs;
  return {
    script: review.steps.find(({ id }) => id === "review")?.run ?? "",
    variables: Object.keys(review.env),
  };
}

function gitlabSteps(pipeline: unknown): Steps {
  const { review } = pipeline as { review: { variables: object; script: string[] } };
  return {
    script: review.script.join("\n"),
    variables: Object.keys(review.variables).filter((name) => name !== "GIT_DEPTH"),
  };
}
