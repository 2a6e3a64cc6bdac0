import { join } from "node:path";
import { execa } from "execa";
import { REPOSITORY } from "./chain/repository.ts";
import type { Workspace } from "./workspace.ts";

export interface ClaudeOptions {
  readonly workspace: Workspace;
  /** Where Claude Code sends its requests: the gateway. */
  readonly url: string;
  readonly key: string;
  readonly args: readonly string[];
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

export interface ClaudeRun {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

const TIMEOUT_MS = 90_000;

/** Runs the real Claude Code without a terminal, with nothing of this shell's environment but PATH. */
export async function runClaude(options: ClaudeOptions): Promise<ClaudeRun> {
  const { exitCode, stdout, stderr } = await execa(claudeCommand, options.args, {
    cwd: options.workspace.project,
    env: claudeEnvironment(options),
    extendEnv: false,
    reject: false,
    input: options.stdin ?? "",
    timeout: options.timeoutMs ?? TIMEOUT_MS,
    killSignal: "SIGKILL",
    // The answer ends with a line feed that is not part of it; anything else must come through untouched.
    stripFinalNewline: true,
  });
  return { exitCode, stdout, stderr };
}

export const claudeCommand = join(REPOSITORY, "node_modules/.bin/claude");

/** The environment that makes Claude Code talk to the gateway alone. */
export function claudeEnvironment({ workspace, url, key, env }: Omit<ClaudeOptions, "args">): Record<string, string> {
  return {
    PATH: process.env["PATH"] ?? "",
    HOME: workspace.home,
    ANTHROPIC_BASE_URL: url,
    ANTHROPIC_AUTH_TOKEN: key,
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
    DISABLE_AUTOUPDATER: "1",
    ...env,
  };
}
