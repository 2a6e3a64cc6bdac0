import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { litellmEnvironment, maskerEnvironment, redisEnvironment } from "../../../scripts/start/child-environments.ts";
import { readSettings, type Settings } from "../../../scripts/start/read-settings.ts";
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
  const settings = settingsWith({ ANTHROPIC_API_KEY: "sk-ant-mine", MASKER_PREVIOUS_ENCRYPTION_KEYS: "old" });
  const masker = maskerEnvironment(settings, "redis://:password@127.0.0.1:1");
  expect(masker).toMatchObject({ ...pickMaskers(), REDIS_URL: "redis://:password@127.0.0.1:1" });
  expect(Object.keys(masker).filter((name) => /ANTHROPIC|LITELLM/.test(name))).toEqual([]);

  const others = [...Object.entries(litellmEnvironment(settings)), ...Object.entries(redisEnvironment(settings))];
  expect(others.filter(([name]) => /ENCRYPTION|REDIS/.test(name))).toEqual([]);
});

test("loopback goes round a proxy of the machine", () => {
  const { NO_PROXY } = litellmEnvironment(settingsWith({ HTTPS_PROXY: "http://proxy:3128", NO_PROXY: "intranet" }));
  expect(NO_PROXY).toBe("intranet,127.0.0.1,localhost,::1");
});

test("without a provider's key the person is told", () => {
  expect(settingsWarnings(settingsWith({}))).toEqual([expect.stringContaining("No provider key")]);
  expect(settingsWarnings(settingsWith({ OPENAI_API_KEY: "sk-mine" }))).toEqual([]);
});

function pickMaskers(): object {
  const { MASKER_API_KEY, MASKER_ENCRYPTION_KEY } = SECRETS;
  return { MASKER_API_KEY, MASKER_ENCRYPTION_KEY, MASKER_PREVIOUS_ENCRYPTION_KEYS: "old" };
}
