import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { freePort } from "../e2e/chain/free-port.ts";
import { litellmCommand, litellmPython } from "../e2e/chain/litellm-python.ts";
import { REPOSITORY } from "../e2e/chain/repository.ts";
import { litellmEnvironment, writeConfig } from "./start-chain.ts";

const STARTS_WITHIN_MS = 60_000;
const NOWHERE = "http://127.0.0.1:1";
const OWN_CONFIG = join(REPOSITORY, "litellm/config.yaml");

interface Config {
  guardrails?: Record<string, unknown>[];
  general_settings?: Record<string, unknown>;
  litellm_settings?: Record<string, unknown>;
}

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "masker-start-"));
});
afterAll(() => rm(directory, { recursive: true }));

describe("LiteLLM ends, rather than run unprotected", { timeout: 2 * STARTS_WITHIN_MS }, () => {
  test.each([
    ["no masker key", { MASKER_API_KEY: "" }, "MASKER_API_KEY is missing; make one with: openssl rand -base64 32"],
    [
      "a weak master key",
      { LITELLM_MASTER_KEY: "sk-1234" },
      "LITELLM_MASTER_KEY is too short, too regular or well known",
    ],
    ["a scope that there is not", { MASKER_SCOPE: "planet" }, "MASKER_SCOPE must be team, user, key or global"],
  ])("%s", async (_, env, reason) => {
    const { exitCode, all } = await startLitellm(await writeConfig(directory, NOWHERE), env);
    expect(all).toContain(`masker: LiteLLM is not started, because it would not be protected: ${reason}`);
    expect(exitCode).toBe(3);
  });

  test("two entries of the guardrail", async () => {
    const { exitCode, all } = await startLitellm(await writeChanged("twice.yaml", addSecond));
    expect(all).toContain("guardrails: the masker stands there twice; leave the one entry of config.yaml");
    expect(exitCode).toBe(3);
  });

  test("with two workers, both", async () => {
    const { all, timedOut } = await startLitellm(await writeConfig(directory, NOWHERE), { MASKER_API_KEY: "" }, [
      "--num_workers",
      "2",
    ]);
    expect(all).toContain("MASKER_API_KEY is missing");
    expect(all).not.toContain("Application startup complete");
    expect(timedOut).toBe(false);
  });
});

describe("check_config.py", () => {
  test("passes the repository's own config.yaml", async () => {
    expect(await check(OWN_CONFIG)).toMatchObject({ exitCode: 0, stderr: "" });
  });

  test.each<[string, (config: Config) => void, string]>([
    [
      "without the guardrail",
      (config) => void delete config.guardrails,
      "0 entries of masker_guardrail.MaskerGuardrail",
    ],
    ["with it twice", addSecond, "2 entries"],
    ["with it for requests only", (config) => change(config, { mode: "pre_call" }), "needs mode [pre_call, post_call]"],
    ["with it off by default", (config) => change(config, { default_on: false }), "default_on true"],
    ["with a guardrail that LiteLLM may not know", addUnknown, "unheard_of: "],
    [
      "with a master key in it",
      (config) => void (config.general_settings = { master_key: "sk-1" }),
      "a key in the file",
    ],
    ...["forward_client_headers_to_llm_api", "forward_openai_org_id", "user_header_name"].map(
      (name): [string, (config: Config) => void, string] => [
        `with ${name}`,
        (config) => void (config.general_settings = { [name]: "x-a" }),
        `general_settings.${name}: LiteLLM would send a client's headers to providers unmasked`,
      ],
    ),
    [
      "with headers forwarded for some models",
      (config) =>
        void (config.litellm_settings = { model_group_settings: { forward_client_headers_to_llm_api: ["m"] } }),
      "litellm_settings.model_group_settings.forward_client_headers_to_llm_api: the same",
    ],
    [
      "with a header that names the user",
      (config) =>
        void (config.general_settings = {
          user_header_mappings: [{ header_name: "x-a", litellm_user_role: "internal_user" }],
        }),
      "general_settings.user_header_mappings: a client could name another's scope",
    ],
  ])("refuses one %s", async (name, edit, reason) => {
    const { exitCode, stderr } = await check(await writeChanged(`${name.replaceAll(" ", "-")}.yaml`, edit));
    expect(stderr).toContain(reason);
    expect(stderr).not.toContain("sk-1");
    expect(exitCode).toBe(1);
  });

  test("refuses a file that is not there", async () => {
    expect((await check(join(directory, "none.yaml"))).exitCode).toBe(1);
  });
});

function check(config: string) {
  return execa(litellmPython(), [join(REPOSITORY, "litellm/check_config.py"), config], { reject: false });
}

async function startLitellm(config: string, env: Record<string, string> = {}, extra: readonly string[] = []) {
  const port = String(await freePort());
  return execa(litellmCommand(), ["--config", config, "--port", port, ...extra], {
    cwd: directory,
    env: { ...litellmEnvironment(directory, NOWHERE, 1), ...env },
    extendEnv: false,
    all: true,
    reject: false,
    timeout: STARTS_WITHIN_MS,
  });
}

async function writeChanged(name: string, edit: (config: Config) => void): Promise<string> {
  const config = parse(await readFile(OWN_CONFIG, "utf8")) as Config;
  edit(config);
  const path = join(directory, name);
  await writeFile(path, stringify(config));
  return path;
}

function change({ guardrails = [] }: Config, params: object): void {
  for (const guardrail of guardrails) Object.assign(guardrail["litellm_params"] as object, params);
}

function addSecond({ guardrails = [] }: Config): void {
  guardrails.push({ ...guardrails[0], guardrail_name: "again" });
}

function addUnknown({ guardrails = [] }: Config): void {
  guardrails.push({ guardrail_name: "other", litellm_params: { guardrail: "unheard_of", mode: "pre_call" } });
}
