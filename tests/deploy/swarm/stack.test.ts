import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile, chmod } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";
import { readConfig } from "../../../masker-service/src/config.ts";
import { REPOSITORY } from "../../e2e/chain/repository.ts";
import { checkSchema } from "../check-schema.ts";
import { readComposeFile, readText } from "../compose-file.ts";
import { madeEnv } from "../made-env.ts";

/** Fields of Compose that `docker stack deploy` ignores or refuses. */
const NOT_IN_SWARM = [
  "build",
  "depends_on",
  "profiles",
  "restart",
  "security_opt",
  "container_name",
  "shm_size",
  "env_file",
];

const environment = await madeEnv();
const stack = await readComposeFile("deploy/swarm/stack.yml", environment);
const compose = await readComposeFile("docker-compose.yml", environment);

test("keeps to the schema, and asks for nothing that Swarm does not have", async () => {
  const schema = JSON.parse(await readText("tests/deploy/schemas/compose-spec.json")) as object;
  expect(checkSchema(schema, stack)).toEqual([]);
  for (const [name, service] of Object.entries(stack.services)) {
    expect(
      NOT_IN_SWARM.filter((field) => field in service),
      name,
    ).toEqual([]);
    for (const network of service.networks ?? []) expect(Object.keys(stack.networks)).toContain(network);
  }
});

test.each(Object.entries(stack.services))(
  "%s is confined, and of the same image and user as in Compose",
  (name, service) => {
    expect(service).toMatchObject({ read_only: true, cap_drop: ["ALL"], user: compose.services[name]?.user });
    expect(service["deploy"]).toMatchObject({
      resources: { limits: { cpus: expect.any(String), memory: expect.any(String) } },
    });
    if (name !== "litellm") expect(service.image).toBe(compose.services[name]?.image);
  },
);

test("no secret is in the stack's own text: each comes from Swarm, for who needs it", () => {
  const text = JSON.stringify(stack);
  for (const [name, value] of Object.entries(environment)) {
    if (/KEY$|PASSWORD$/.test(name) && value !== "") expect(text, name).not.toContain(value);
  }
  const holders = Object.entries(stack.services).filter(([, { secrets = [] }]) =>
    secrets.includes("MASKER_ENCRYPTION_KEY"),
  );
  expect(holders.map(([name]) => name)).toEqual(["masker"]);
});

test("with its secrets, a part has the settings that it has in Compose", () => {
  for (const name of ["masker", "litellm"]) {
    const { environment: plain = {}, secrets = [] } = stack.services[name] ?? {};
    expect([...Object.keys(plain), ...secrets].toSorted()).toEqual(
      Object.keys(compose.services[name]?.environment ?? {}).toSorted(),
    );
  }
});

test("every file that a config is made of is there", async () => {
  const files = [...(await readText("deploy/swarm/stack.yml")).matchAll(/file: (\.\.\/[^,]+),/g)].map(
    ([, file = ""]) => file,
  );
  expect(files).toHaveLength(6);
  for (const file of files) expect(existsSync(path.join(REPOSITORY, "deploy/swarm", file)), file).toBe(true);
});

test("create-secrets.sh makes every secret of the stack, such that the masker takes them, and none on a command line", async () => {
  const directory = await mkdtemp(path.join(tmpdir(), "masker-swarm-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  // Stands for Docker's client, of which only this one command is needed here.
  const docker = path.join(directory, "docker");
  await writeFile(docker, `#!/bin/sh\n[ "$1 $2 $4" = "secret create -" ] && cat >"${directory}/$3"\n`);
  await chmod(docker, 0o755);
  await execa("sh", [path.join(REPOSITORY, "deploy/make-env.sh"), directory]);
  const script = path.join(REPOSITORY, "deploy/swarm/create-secrets.sh");
  await execa("sh", [script, path.join(directory, ".env")], { env: { PATH: `${directory}:${process.env["PATH"]}` } });
  const secrets: Record<string, string> = {};
  for (const name of Object.keys(stack.secrets ?? {})) {
    secrets[name] = (await readFile(path.join(directory, name), "utf8")).replace(/\n$/, "");
  }
  const { environment: plain = {} } = stack.services["masker"] ?? {};
  const config = readConfig({ ...plain, ...secrets });
  expect(config.redisUrl).toBe(`redis://:${secrets["REDIS_PASSWORD"]}@redis:6379`);
  expect(secrets["DATABASE_URL"]).toBe(`postgresql://litellm:${secrets["POSTGRES_PASSWORD"]}@postgres:5432/litellm`);
});
