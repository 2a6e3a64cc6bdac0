import { describe, expect, test } from "vitest";
import { type ComposeService, readComposeFile } from "./compose-file.ts";
import { madeEnv } from "./made-env.ts";
import { mountsOf } from "./mounts-of.ts";

type Named = string | Readonly<Record<string, unknown>>;

// LITELLM_CONFIG as docs/providers.md has it.
const environment = { ...(await madeEnv()), LITELLM_CONFIG: "litellm/failover.yaml" };

/** What a service names of a top-level section; a mount of a path or of memory names none. */
const NAMED = {
  networks: ({ networks = [] }: ComposeService) => networks,
  secrets: (service: ComposeService) => sourcesOf(service["secrets"]),
  configs: (service: ComposeService) => sourcesOf(service["configs"]),
  volumes: (service: ComposeService) =>
    mountsOf(service).flatMap(({ type, source }) => (type === "volume" ? [source] : [])),
};

describe.each(["docker-compose.yml", "deploy/swarm/stack.yml"])("%s", (file) => {
  test.each(["networks", "secrets", "configs", "volumes"] as const)(
    "defines all %s that a service names, and no other",
    async (section) => {
      const compose = await readComposeFile(file, environment);
      const named = Object.values(compose.services).flatMap(NAMED[section]);
      expect(Object.keys(compose[section] ?? {}).toSorted()).toEqual([...new Set(named)].toSorted());
    },
  );

  test("gives LiteLLM the time of a first migration before it is called ill", async () => {
    const { services } = await readComposeFile(file, environment);
    const { start_period: start = "0s" } = services["litellm"]?.healthcheck ?? {};
    // DEFAULT_PRISMA_MIGRATE_DEPLOY_TIMEOUT of litellm_proxy_extras.
    expect(Number.parseInt(start, 10)).toBeGreaterThan(600);
    expect(start).toMatch(/^\d+s$/);
  });
});

function sourcesOf(entries: unknown): string[] {
  return ((entries ?? []) as Named[]).map((entry) => (typeof entry === "string" ? entry : String(entry["source"])));
}
