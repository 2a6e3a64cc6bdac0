import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { LITELLM_BASICS } from "../../../scripts/start/child-environments.ts";
import { litellmPython } from "../../e2e/chain/litellm-python.ts";
import { REPOSITORY } from "../../e2e/chain/repository.ts";
import { readText } from "../compose-file.ts";
import { madeEnv } from "../made-env.ts";

// All but what is the masker's alone.
const { MASKER_ENCRYPTION_KEY: _, ...made } = await madeEnv();
const DATABASE = { DATABASE_URL: "postgresql://litellm:x@127.0.0.1:1/litellm" };
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "masker-start-"));
  onTestFinished(() => rm(directory, { recursive: true }));
});

/** The container's start script with the settings that make-env.sh made; `python` is what stands there for LiteLLM. */
async function start(python: string, settings: Readonly<Record<string, string>>, before = "true") {
  await writeFile(path.join(directory, "litellm"), `#!/bin/sh\nexec python -c '${python}'\n`, { mode: 0o755 });
  const script = path.join(REPOSITORY, "deploy/litellm/start-litellm.sh");
  return execa("sh", ["-c", `${before}; exec sh "$1"`, "sh", script], {
    cwd: directory,
    env: {
      ...made,
      PATH: `${directory}:${path.dirname(litellmPython())}:/usr/bin:/bin`,
      GATEWAY_DIRECTORY: path.join(REPOSITORY, "litellm"),
      LITELLM_CONFIG: path.join(REPOSITORY, "litellm/config.yaml"),
      ...settings,
    },
    extendEnv: false,
    reject: false,
  });
}

test("refuses a configuration that has lost the guardrail, and says so", async () => {
  const config = path.join(directory, "config.yaml");
  await writeFile(config, "model_list: []\n");
  const started = await start('print("started")', { LITELLM_CONFIG: config });
  expect(started).toMatchObject({ exitCode: 1, stdout: "" });
  expect(started.stderr).toContain("LiteLLM would run unprotected");
});

test("keeps LiteLLM from a .env that it was not given", async () => {
  await writeFile(path.join(directory, ".env"), "MASKER_ENCRYPTION_KEY=of-the-masker\n");
  const reader = 'import dotenv, os; dotenv.load_dotenv(".env"); print(os.environ.get("MASKER_ENCRYPTION_KEY"))';
  const { stdout } = await start(reader, {});
  expect(stdout).toBe("None");
});

test("starts LiteLLM with all that npm start does, so that it fetches nothing and reads no .env", async () => {
  const { stdout } = await start("import json, os; print(json.dumps(dict(os.environ)))", {});
  expect(JSON.parse(stdout)).toMatchObject(LITELLM_BASICS);
});

test("lets LiteLLM open as many files as the container may, whatever the soft limit is", async () => {
  const limits = "import resource; print(resource.getrlimit(resource.RLIMIT_NOFILE))";
  const { stdout } = await start(limits, {}, "ulimit -S -n 256");
  expect(stdout).toMatch(/^\((\d+), \1\)$/);
});

describe("secrets that a person could guess", () => {
  test.each([
    ["MASKER_API_KEY", "changeme-changeme-changeme"],
    ["LITELLM_MASTER_KEY", "sk-changeme-changeme-changeme"],
    ["LITELLM_MASTER_KEY", "sk-1234567890abcdefghijklmnop"],
    ["LITELLM_MASTER_KEY", "sk-my-default-key-0123456789"],
    ["UI_PASSWORD", "admin"],
    ["UI_PASSWORD", "admin-admin-2026!"],
    ["LITELLM_SALT_KEY", "sk-1234"],
    ["LITELLM_SALT_KEY", "sk-this-is-a-Secret-0123456789"],
  ])("%s=%s: LiteLLM is not started, and the reason has no value", async (name, value) => {
    const started = await start('print("started")', { ...DATABASE, [name]: value });
    expect(started).toMatchObject({ exitCode: 3, stdout: "" });
    expect(started.stderr).toContain(`${name} is too short, too regular or well known; make one with:`);
    expect(started.stderr).not.toContain(value);
  });

  test("are let be where nothing uses them, and what make-env.sh makes is taken", async () => {
    const unused = { DATABASE_URL: "", UI_PASSWORD: "admin", LITELLM_SALT_KEY: "sk-1234" };
    expect(await start('print("started")', unused)).toMatchObject({ exitCode: 0, stdout: "started" });
    expect(await start('print("started")', DATABASE)).toMatchObject({ exitCode: 0, stdout: "started" });
  });

  test("are told by one list, in Python and in TypeScript", async () => {
    const [python] =
      /(?<=re\.compile\(").*(?=", re\.IGNORECASE)/.exec(await readText("litellm/gateway/settings.py")) ?? [];
    const [typescript] =
      /(?<=KNOWN_KEYS = \/).*(?=\/i;)/.exec(await readText("masker-service/src/is-strong-key.ts")) ?? [];
    expect(python).toBeTruthy();
    expect(python).toBe(typescript);
  });
});
