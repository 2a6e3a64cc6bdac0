import path from "node:path";
import { execa } from "execa";
import { type Check, failed, type Finding, ok } from "./check.ts";

const INSTALL = "run npm start once; it installs what is missing";
const PRINT_VERSION = "from importlib.metadata import version; print(version('litellm'))";

/** The programs that the gateway and its users run. */
export function toolChecks(pythonDirectory: string): Check[] {
  return [
    { name: "Node", run: async () => ok(process.version) },
    claudeCheck(),
    { name: "LiteLLM", run: () => versionOf(path.join(pythonDirectory, "bin/python"), ["-c", PRINT_VERSION]) },
  ];
}

/** The only program that a developer's machine needs. */
export function claudeCheck(): Check {
  return { name: "Claude Code", run: () => versionOf("claude", ["--version"]) };
}

async function versionOf(program: string, words: readonly string[]): Promise<Finding> {
  const ended = await execa(program, words, { reject: false });
  return ended.exitCode === 0 ? ok(ended.stdout.trim()) : failed(`'${program}' does not run`, INSTALL);
}
