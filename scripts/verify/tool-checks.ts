import { readFileSync } from "node:fs";
import path from "node:path";
import { execa } from "execa";
import manifest from "../../package.json" with { type: "json" };
import { REPOSITORY } from "../repository.ts";
import { type Check, failed, type Finding, ok, warning } from "./check.ts";

const INSTALL = "run npm start once; it installs what is missing";
const VERSION = /\d+(?:\.\d+)+/;
const PRINT_VERSION = "from importlib.metadata import version; print(version('litellm'))";

/** The programs that the gateway and its users run. */
export function toolChecks(pythonDirectory: string): Check[] {
  const python = path.join(pythonDirectory, "bin/python");
  return [
    { name: "Node", run: async () => ok(process.version) },
    claudeCheck(),
    { name: "LiteLLM", run: () => checkLitellm(python) },
  ];
}

/** The only program that a developer's machine needs. */
export function claudeCheck(claude = "claude"): Check {
  return { name: "Claude Code", run: () => checkClaude(claude) };
}

async function checkClaude(claude: string): Promise<Finding> {
  const found = await versionOf(claude, ["--version"]);
  if (typeof found !== "string") return found;
  const tested = VERSION.exec(manifest.devDependencies["@anthropic-ai/claude-code"])?.[0] ?? "";
  if (found.localeCompare(tested, "en", { numeric: true }) >= 0) return ok(found);
  return warning(`${found}, older than the ${tested} that this gateway is tested with`, "claude update");
}

/** Its hooks are used as this very version has them. */
async function checkLitellm(python: string): Promise<Finding> {
  const found = await versionOf(python, ["-c", PRINT_VERSION]);
  if (typeof found !== "string") return found;
  const lock = readFileSync(path.join(REPOSITORY, "litellm/requirements.lock"), "utf8");
  const locked = /^litellm(?:\[[^\]]*\])?==(\S+)/m.exec(lock)?.[1] ?? "";
  return found === locked ? ok(found) : failed(`${found}, where ${locked} belongs`, INSTALL);
}

/** The version that a program prints, or that it does not run. */
async function versionOf(program: string, words: readonly string[]): Promise<string | Finding> {
  const ended = await execa(program, words, { reject: false });
  const version = VERSION.exec(ended.exitCode === 0 ? ended.stdout : "")?.[0];
  return version ?? failed(`'${program}' does not run`, INSTALL);
}
