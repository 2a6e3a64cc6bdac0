import { beforeAll, describe, expect, test } from "vitest";
import { execa } from "execa";
import { parseEnv } from "node:util";
import path from "node:path";
import { readConfig } from "../../masker-service/src/config.ts";
import { REPOSITORY } from "../e2e/chain/repository.ts";
import { litellmPython } from "../e2e/chain/litellm-python.ts";
import { type ComposeFile, readComposeFile, readText } from "./compose-file.ts";
import { askedFor } from "./interpolate.ts";
import { madeEnv } from "./made-env.ts";

/** Settings of `npm start` that mean nothing in Compose, and why. */
const NOT_IN_COMPOSE = {
  MASKER_HOST: "inside the container it is every address, and who reaches it is up to the network",
  MASKER_PORT: "nobody outside sees it",
  REDIS_URL: "Compose runs its own; masker and Redis have no way out to another",
  REDIS_PORT: "nobody outside sees it",
  DATABASE_URL: "Compose runs its own PostgreSQL and says where",
  POSTGRES_PORT: "nobody outside sees it",
};

let compose: ComposeFile;

beforeAll(async () => {
  compose = await readComposeFile("docker-compose.yml", await madeEnv());
});

const environmentOf = (service: string): Record<string, string> => ({ ...compose.services[service]?.environment });

async function namesIn(file: string, pattern: RegExp): Promise<string[]> {
  const names = [...(await readText(file)).matchAll(pattern)].map(([, name = ""]) => name);
  expect(names.length).toBeGreaterThan(0);
  return [...new Set(names)];
}

describe("Compose", () => {
  test("hands the masker every setting that config.ts reads, and no other", async () => {
    const read = await namesIn("masker-service/src/config.ts", /^ {2}([A-Z][A-Z0-9_]+):/gm);
    expect(Object.keys(environmentOf("masker")).toSorted()).toEqual(read.toSorted());
  });

  test("hands the masker settings that it takes", () => {
    expect(readConfig(environmentOf("masker"))).toMatchObject({
      host: "0.0.0.0",
      port: 8080,
      policy: { defaults: { profile: "default" } },
    });
  });

  test("hands LiteLLM every setting that the guard reads", async () => {
    const read = await namesIn("litellm/gateway/settings.py", /environment(?:\.get\(|, )"([A-Z_]+)"/g);
    expect(Object.keys(environmentOf("litellm"))).toEqual(expect.arrayContaining(read));
  });

  test("hands LiteLLM settings that the guard takes", async () => {
    const code = "import os; from gateway.settings import read_settings; print(read_settings(os.environ).masker_url)";
    const env = { ...environmentOf("litellm"), PYTHONPATH: path.join(REPOSITORY, "litellm") };
    const { stdout } = await execa(litellmPython(), ["-c", code], { env, extendEnv: false });
    expect(stdout).toBe("http://masker-balancer:8080");
  });

  test("hands LiteLLM what its way to the providers may need beside its configuration", () => {
    const needed = ["AWS_SESSION_TOKEN", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE"];
    expect(Object.keys(environmentOf("litellm"))).toEqual(expect.arrayContaining(needed));
  });

  test("hands LiteLLM every variable that its configuration asks for", async () => {
    const asked = await namesIn("litellm/config.yaml", /os\.environ\/([A-Z][A-Z0-9_]*)/g);
    expect(Object.keys(environmentOf("litellm"))).toEqual(expect.arrayContaining(asked));
  });
});

describe("the examples of .env", () => {
  test("name every variable that Compose asks for, and no other", async () => {
    const named = Object.keys(parseEnv((await readText(".env.example")) + (await readText("deploy/env.example"))));
    const asked = [...askedFor(await readText("docker-compose.yml")).keys()];
    expect(named.filter((name) => !(name in NOT_IN_COMPOSE)).toSorted()).toEqual(asked.toSorted());
  });

  test("have the defaults that Compose has", async () => {
    const text = await readText("docker-compose.yml");
    const named = parseEnv((await readText(".env.example")) + (await readText("deploy/env.example")));
    const defaults = [...text.matchAll(/\$\{([A-Z_]+):-([^}]*)\}/g)].map(([, name = "", value]) => [name, value]);
    const compared = defaults.filter(([name = ""]) => !/_IMAGE$|^LITELLM_CONFIG$/.test(name));
    expect(Object.fromEntries(compared)).toEqual(
      Object.fromEntries(compared.map(([name = ""]) => [name, named[name]])),
    );
  });

  test("leave empty what must be given, which deploy/make-env.sh then makes", async () => {
    const named = parseEnv((await readText(".env.example")) + (await readText("deploy/env.example")));
    const required = [...askedFor(await readText("docker-compose.yml"))].filter(([, need]) => need === "required");
    for (const [name] of required) expect(named[name], name).toBe("");
  });
});

test("docs/operations.md lists every setting of the examples", async () => {
  const named = Object.keys(parseEnv((await readText(".env.example")) + (await readText("deploy/env.example"))));
  const table = (await readText("docs/operations.md")).split("\n").filter((line) => line.startsWith("| `"));
  const listed = table.flatMap((line) =>
    [...(line.split("|")[1] ?? "").matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name),
  );
  expect(new Set(listed)).toEqual(new Set(named.filter((name) => !(name in NOT_IN_COMPOSE))));
});
