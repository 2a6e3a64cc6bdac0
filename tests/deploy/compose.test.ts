import { existsSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { REPOSITORY } from "../e2e/chain/repository.ts";
import { checkSchema } from "./check-schema.ts";
import { type ComposeFile, readComposeFile, readText } from "./compose-file.ts";
import { interpolate } from "./interpolate.ts";
import { madeEnv } from "./made-env.ts";
import { mountsOf } from "./mounts-of.ts";

const FILE = "docker-compose.yml";
const PINNED =
  /^[\w.-]+(?:\/[\w.-]+)*:v?\d+\.\d+\.\d+(?:-[\w.]+)?(?:@sha256:[0-9a-f]{64})?$|^postgres:\d+\.\d+-alpine$/;

/** Who is in which network; a port of one service is open to the others in it, and to nobody else. */
const NETWORKS = {
  front: ["edge"],
  clients: ["edge", "claude-code", "blackbox"],
  gateway: ["edge", "litellm"],
  egress: ["litellm"],
  alerts: ["alertmanager"],
  masking: ["litellm", "masker-balancer", "masker"],
  database: ["litellm", "postgres"],
  store: ["masker", "redis", "redis-exporter"],
  monitoring: ["masker", "prometheus", "alertmanager", "blackbox", "redis-exporter", "grafana"],
  dashboards: ["edge", "grafana"],
};

/** Who holds which secret; nobody else does. */
const SECRETS = {
  ANTHROPIC_API_KEY: ["litellm"],
  OPENAI_API_KEY: ["litellm"],
  GEMINI_API_KEY: ["litellm"],
  AWS_ACCESS_KEY_ID: ["litellm"],
  AWS_SECRET_ACCESS_KEY: ["litellm"],
  AWS_SESSION_TOKEN: ["litellm"],
  HTTPS_PROXY: ["litellm"],
  VERTEXAI_CREDENTIALS: ["litellm"],
  LITELLM_MASTER_KEY: ["litellm"],
  LITELLM_SALT_KEY: ["litellm"],
  UI_PASSWORD: ["litellm"],
  MASKER_API_KEY: ["litellm", "masker", "prometheus"],
  MASKER_ENCRYPTION_KEY: ["masker"],
  REDIS_PASSWORD: ["masker", "redis"],
  POSTGRES_PASSWORD: ["litellm", "postgres"],
  GRAFANA_PASSWORD: ["grafana"],
  ALERT_WEBHOOK_URL: ["alertmanager"],
  CLAUDE_CODE_KEY: ["claude-code"],
};

let environment: Readonly<Record<string, string>>;
let compose: ComposeFile;

beforeAll(async () => {
  environment = await madeEnv();
  compose = await readComposeFile(FILE, environment);
});

test("keeps to the schema of the Compose specification", async () => {
  const schema = JSON.parse(await readText("tests/deploy/schemas/compose-spec.json")) as object;
  expect(checkSchema(schema, compose)).toEqual([]);
  expect(checkSchema(schema, { ...compose, services: { edge: { imagge: "nginx" } } })).not.toEqual([]);
});

test("every service is confined: read-only, without capabilities or new privileges, limited, and nobody's root", () => {
  for (const [name, service] of Object.entries(compose.services)) {
    expect(service, name).toMatchObject({
      read_only: true,
      cap_drop: ["ALL"],
      security_opt: ["no-new-privileges:true"],
      user: expect.stringMatching(/^[1-9]\d*:\d+$/),
      restart: name === "claude-code" ? "no" : "unless-stopped",
      deploy: {
        resources: { limits: { cpus: expect.any(String), memory: expect.any(String), pids: expect.any(Number) } },
      },
    });
    expect(service["privileged"] ?? service["cap_add"] ?? service["network_mode"], name).toBeUndefined();
  }
});

test("every image is pinned by its version", () => {
  for (const [name, { image }] of Object.entries(compose.services)) expect(image, name).toMatch(PINNED);
});

test("every service that stays up has a health check, its own or its image's", async () => {
  for (const [name, { healthcheck, build }] of Object.entries(compose.services)) {
    if (healthcheck?.disable === true || name === "claude-code") continue;
    const dockerfile =
      build === undefined ? "" : await readText(path.join(build.context, build.dockerfile ?? "Dockerfile"));
    expect(healthcheck?.test ?? /^HEALTHCHECK .*/m.exec(dockerfile)?.[0], name).toBeTruthy();
  }
});

test("no port is open but the clients' and the admins', both on loopback until someone opens them", () => {
  const open = Object.entries(compose.services).flatMap(([name, { ports = [] }]) =>
    ports.map((port) => `${name} ${JSON.stringify(port)}`),
  );
  expect(open).toEqual(['edge "127.0.0.1:8082:8082"', 'edge "127.0.0.1:4000:8083"']);
});

describe("networks", () => {
  test.each(Object.entries(NETWORKS))("%s joins %j and nobody else", (network, members) => {
    const found = Object.entries(compose.services).filter(([, { networks = [] }]) => networks.includes(network));
    expect(found.map(([name]) => name).toSorted()).toEqual(members.toSorted());
  });

  test("only LiteLLM has a way out, and Alertmanager to whom it tells", () => {
    expect(Object.keys(compose.networks).toSorted()).toEqual(Object.keys(NETWORKS).toSorted());
    const open = Object.entries(compose.networks).filter(([, network]) => network?.internal !== true);
    expect(Object.fromEntries(open)).toEqual({
      egress: {},
      alerts: {},
      front: { driver_opts: { "com.docker.network.bridge.enable_ip_masquerade": "false" } },
    });
  });
});

test.each(Object.entries(SECRETS))("%s is known to %j and nobody else", async (secret, holders) => {
  const { services } = await readComposeFile(FILE, { ...environment, [secret]: "the-secret-itself" });
  const found = Object.entries(services).filter(([, service]) => JSON.stringify(service).includes("the-secret-itself"));
  expect(found.map(([name]) => name).toSorted()).toEqual(holders.toSorted());
});

test("without .env nothing starts, and the message says what to run", async () => {
  const text = await readText(FILE);
  expect(() => interpolate(text, {})).toThrow("is not set; run deploy/make-env.sh");
});

test.each(["", "litellm/failover.yaml"])(
  "every file that is mounted is there, with LITELLM_CONFIG=%s",
  async (config) => {
    const { services } = await readComposeFile(FILE, { ...environment, LITELLM_CONFIG: config });
    const mounts = Object.values(services).flatMap(mountsOf);
    expect(mounts.map(({ source }) => source)).toContain(config === "" ? "./litellm/config.yaml" : config);
    for (const { type, source, readOnly } of mounts) {
      if (type !== "bind" || source === "./workspace") continue;
      expect(readOnly, source).toBe(true);
      expect(existsSync(path.join(REPOSITORY, source)), source).toBe(true);
    }
  },
);
