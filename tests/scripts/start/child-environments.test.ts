import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";
import { litellmEnvironment, maskerEnvironment, storeEnvironment } from "../../../scripts/start/child-environments.ts";
import { readSettings, type Settings } from "../../../scripts/start/read-settings.ts";
import { litellmBasics } from "../../e2e/chain/litellm-basics.ts";
import { litellmPython } from "../../e2e/chain/litellm-python.ts";
import { litellmEnvironment as chainEnvironment } from "../../litellm/start-chain.ts";
import { settingsWarnings } from "../../../scripts/start/settings-warnings.ts";

const SECRETS = {
  LITELLM_MASTER_KEY: `sk-${randomBytes(32).toString("hex")}`,
  MASKER_API_KEY: randomBytes(32).toString("base64url"),
  MASKER_ENCRYPTION_KEY: randomBytes(32).toString("base64"),
  REDIS_PASSWORD: randomBytes(32).toString("base64url"),
};

function settingsWith(shell: Readonly<Record<string, string>>): Settings {
  return readSettings(`${import.meta.dirname}/no-such-file`, { PATH: "/bin", HOME: "/home", ...SECRETS, ...shell });
}

test("LiteLLM gets nothing that points at the gateway, though the shell has it", () => {
  const environment = litellmEnvironment(
    settingsWith({
      ANTHROPIC_BASE_URL: "http://127.0.0.1:4000",
      ANTHROPIC_AUTH_TOKEN: SECRETS.LITELLM_MASTER_KEY,
      OPENAI_BASE_URL: "http://127.0.0.1:4000/v1",
      ANTHROPIC_API_KEY: "sk-ant-mine",
    }),
  );
  expect(environment).toMatchObject({ ANTHROPIC_API_KEY: "sk-ant-mine", PATH: "/bin" });
  expect(Object.keys(environment).filter((name) => /BASE_URL|AUTH_TOKEN/.test(name))).toEqual([]);
});

test("LiteLLM never gets the gateway's own key as a provider's, and the person is told", () => {
  const settings = settingsWith({ ANTHROPIC_API_KEY: SECRETS.LITELLM_MASTER_KEY });
  expect(litellmEnvironment(settings)["ANTHROPIC_API_KEY"]).toBeUndefined();
  expect(settingsWarnings(settings)[0]).toMatch(/gateway's own key/);
});

test("only the masker gets the encryption key and Redis, and it gets no provider's key", () => {
  const settings = settingsWith({
    ANTHROPIC_API_KEY: "sk-ant-mine",
    MASKER_PREVIOUS_ENCRYPTION_KEYS: "old",
    MASKER_KEYS: "ops",
  });
  const masker = maskerEnvironment(settings, "redis://:password@127.0.0.1:1");
  expect(masker).toMatchObject({ ...pickMaskers(), REDIS_URL: "redis://:password@127.0.0.1:1" });
  expect(Object.keys(masker).filter((name) => /ANTHROPIC|LITELLM/.test(name))).toEqual([]);

  const others = [...Object.entries(litellmEnvironment(settings)), ...Object.entries(storeEnvironment(settings))];
  expect(others.filter(([name]) => /ENCRYPTION|REDIS|_KEYS/.test(name))).toEqual([]);
});

test("LiteLLM reads no .env by itself: it would find the one above its packages, with the masker's secrets", async () => {
  const directory = await mkdtemp(path.join(tmpdir(), "masker-dotenv-"));
  onTestFinished(async () => rm(directory, { recursive: true }));
  await writeFile(path.join(directory, ".env"), "MASKER_ENCRYPTION_KEY=of-the-masker\n");
  const program = path.join(directory, "program.py");
  // As LiteLLM does, whose import alone would take seconds each time.
  await writeFile(
    program,
    'import os, dotenv\ndotenv.load_dotenv(".env")\nprint(os.environ.get("MASKER_ENCRYPTION_KEY"))',
  );
  const run = async (env: Readonly<Record<string, string>>) =>
    (await execa(litellmPython(), [program], { cwd: directory, env, extendEnv: false })).stdout;
  const started = litellmEnvironment(settingsWith({}));
  const { PYTHON_DOTENV_DISABLED: _, ...without } = started;
  expect(await run(without)).toBe("of-the-masker");
  const inTests = [litellmBasics(directory), chainEnvironment(directory, "http://127.0.0.1:1", 1)];
  for (const environment of [started, ...inTests]) expect(await run(environment)).toBe("None");
});

test("loopback goes round a proxy of the machine", () => {
  const { NO_PROXY } = litellmEnvironment(settingsWith({ HTTPS_PROXY: "http://proxy:3128", NO_PROXY: "intranet" }));
  expect(NO_PROXY).toBe("intranet,127.0.0.1,localhost,::1");
});

test("in audit mode the person is told that nothing is masked", () => {
  const settings = settingsWith({ OPENAI_API_KEY: "sk-mine", MASKER_AUDIT_MODE: "on" });
  expect(settingsWarnings(settings)).toEqual([expect.stringContaining("NOTHING IS MASKED")]);
});

test("without a provider's key the person is told", () => {
  expect(settingsWarnings(settingsWith({}))).toEqual([expect.stringContaining("No provider key")]);
  expect(settingsWarnings(settingsWith({ OPENAI_API_KEY: "sk-mine" }))).toEqual([]);
});

function pickMaskers(): object {
  const { MASKER_API_KEY, MASKER_ENCRYPTION_KEY } = SECRETS;
  return { MASKER_API_KEY, MASKER_ENCRYPTION_KEY, MASKER_PREVIOUS_ENCRYPTION_KEYS: "old", MASKER_KEYS: "ops" };
}
