import { existsSync } from "node:fs";
import { chmod, copyFile, mkdir, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { temporaryDirectory } from "./temporary-directory.ts";

const BOOTSTRAP = path.resolve(import.meta.dirname, "../../scripts/bootstrap.mjs");
const LOCK = { packages: { "": {}, "node_modules/a": { version: "1.0.0" }, "node_modules/b": { optional: true } } };
const NEW_NPM = "echo 10.8.2";
const NEW_PYTHON = "echo 3.12";

/** A checkout whose start command prints a word, and a PATH that holds nothing but the given programs. */
async function checkout(
  programs: Readonly<Record<string, string>>,
  script = 'console.log("started", process.argv[2])',
) {
  const root = await temporaryDirectory();
  const bin = path.join(root, "bin");
  await mkdir(path.join(root, "scripts"));
  await mkdir(bin);
  await copyFile(BOOTSTRAP, path.join(root, "scripts/bootstrap.mjs"));
  await writeFile(path.join(root, "scripts/start.ts"), script);
  await writeFile(path.join(root, "package-lock.json"), JSON.stringify(LOCK));
  for (const [name, body] of Object.entries(programs)) {
    await writeFile(path.join(bin, name), `#!/bin/sh\n${body}\n`);
    await chmod(path.join(bin, name), 0o755);
  }
  const run = (command: string, env: Readonly<Record<string, string>> = {}) =>
    execa(process.execPath, ["scripts/bootstrap.mjs", command, "word"], {
      cwd: root,
      env: { PATH: bin, ...env },
      extendEnv: false,
      all: true,
      reject: false,
    });
  return { root, run };
}

/** What npm ci and its install scripts leave behind. */
async function install(root: string, version = "1.0.0"): Promise<void> {
  const packages = { "node_modules/a": { version } };
  await mkdir(path.join(root, "node_modules/node/bin"), { recursive: true });
  await mkdir(path.join(root, "node_modules/@anthropic-ai/claude-code/bin"), { recursive: true });
  await symlink(process.execPath, path.join(root, "node_modules/node/bin/node"));
  await symlink("/bin/true", path.join(root, "node_modules/@anthropic-ai/claude-code/bin/claude.exe"));
  await writeFile(path.join(root, "node_modules/.package-lock.json"), JSON.stringify({ packages }));
}

describe("a machine that lacks something is told so before anything is done", () => {
  test.each([
    ["npm missing", { python3: NEW_PYTHON }, {}, /^npm: not found on PATH\. Install npm 9/],
    ["npm too old", { npm: "echo 6.14.18", python3: NEW_PYTHON }, {}, /^npm: 6\.14\.18 is too old\. Run: npm install/],
    ["Python missing", { npm: NEW_NPM }, {}, /^Python: python3, .* not found on PATH\. Install Python 3\.10/],
    ["Python too old", { npm: NEW_NPM, python3: "echo 3.8" }, {}, /^Python: python3 is 3\.8\. Install Python 3\.10/],
    [
      "Python without venv",
      { npm: NEW_NPM, python3: "echo No module named ensurepip >&2; exit 1" },
      {},
      /python3-venv/,
    ],
    ["PYTHON names none", { npm: NEW_NPM, python3: NEW_PYTHON }, { PYTHON: "/no/python" }, /^Python: \/no\/python not/],
  ])("%s", async (_, programs, environment, message) => {
    const { root, run } = await checkout(programs);
    const ended = await run("start", environment);
    expect(ended.all).toMatch(message);
    expect(ended.exitCode).toBe(1);
    expect(existsSync(path.join(root, "node_modules"))).toBe(false);
  });
});

test.each(["3.10", "3.14"])(
  "an older Python on PATH is passed over for a newer one under its own name: %s",
  async (version) => {
    const script = 'console.log(process.env["PYTHON"])';
    const name = `python${version}`;
    const { root, run } = await checkout({ npm: NEW_NPM, python3: "echo 3.8", [name]: `echo ${version}` }, script);
    await install(root);
    expect((await run("start")).all).toBe(name);
  },
);

test("an unknown command is refused", async () => {
  const { run } = await checkout({});
  expect((await run("strat")).all).toMatch(/no command 'strat'/);
});

test("what is installed already is not installed again, and the command gets its words and gives its exit code", async () => {
  const { root, run } = await checkout(
    { npm: NEW_NPM, python3: NEW_PYTHON },
    'console.log("started", process.argv[2]); process.exit(7)',
  );
  await install(root);
  const ended = await run("start");
  expect(ended.all).toBe("started word");
  expect(ended.exitCode).toBe(7);
});

test("packages older than the lock are installed anew, and a failure of npm says so", async () => {
  const npm = `[ "$1" = --version ] && ${NEW_NPM} || { echo "npm $*"; exit 1; }`;
  const { root, run } = await checkout({ npm, python3: NEW_PYTHON });
  await install(root, "0.9.0");
  const ended = await run("start");
  expect(ended.all).toMatch(/npm ci --include=dev[^]*'npm ci' failed, see above/);
  expect(ended.exitCode).toBe(1);
});

test("a signal reaches the command, which ends by its own lights", async () => {
  const script = 'process.on("SIGTERM", () => process.exit(5)); console.log("up"); setInterval(() => {}, 1000)';
  const { root, run } = await checkout({ npm: NEW_NPM, python3: NEW_PYTHON }, script);
  await install(root);
  const running = run("start");
  for await (const line of running) if (line === "up") running.kill("SIGTERM");
  expect((await running).exitCode).toBe(5);
});
