import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { spawn } from "@lydell/node-pty";
import { vi } from "vitest";
import { claudeCommand, claudeEnvironment, type ClaudeOptions } from "./run-claude.ts";

const SCREEN = { cols: 160, rows: 48 };
const SEEN_WITHIN_MS = 30_000;
const PROMPT_SIGN = "❯";
/** Claude Code takes keys that come in one burst for a paste, and an Enter in it for a line feed. */
const BEFORE_ENTER_MS = 300;

/** An interactive Claude Code in a pseudo-terminal. */
export interface ClaudeTerminal {
  /** Types a prompt and presses Enter. */
  enter(prompt: string): Promise<void>;
  /** Resolves once the screen has shown the text since the last `enter`; rejects with what it showed instead. */
  waitFor(text: string): Promise<void>;
  /** Leaves by `/exit`; resolves with the exit code. */
  exit(): Promise<number>;
}

/** Starts Claude Code where a person has been through its first questions; resolves when it takes a prompt. */
export async function openClaudeTerminal(options: ClaudeOptions): Promise<ClaudeTerminal> {
  const { home, project } = options.workspace;
  const projects = { [project]: { hasTrustDialogAccepted: true } };
  await writeFile(join(home, ".claude.json"), JSON.stringify({ hasCompletedOnboarding: true, projects }));
  const terminal = spawn(claudeCommand, [...options.args], {
    ...SCREEN,
    cwd: project,
    env: { ...claudeEnvironment(options), TERM: "xterm-256color", LANG: "C.UTF-8" },
  });
  let shown = "";
  terminal.onData((data) => (shown += data));
  const exited = new Promise<number>((resolve) => terminal.onExit(({ exitCode }) => resolve(exitCode)));

  const waitFor = (text: string): Promise<void> =>
    vi.waitFor(
      () => {
        const screen = stripVTControlCharacters(shown);
        if (!screen.includes(text)) throw new Error(`the terminal never showed ${text}, but: ${screen.slice(-2000)}`);
      },
      { timeout: SEEN_WITHIN_MS, interval: 50 },
    );
  const enter = async (prompt: string): Promise<void> => {
    terminal.write(prompt);
    await new Promise((resolve) => setTimeout(resolve, BEFORE_ENTER_MS));
    shown = "";
    terminal.write("\r");
  };
  await waitFor(PROMPT_SIGN);
  return {
    enter,
    waitFor,
    async exit() {
      await enter("/exit");
      return exited;
    },
  };
}
