import path from "node:path";
import { expect, test } from "vitest";
import { REPOSITORY } from "../../e2e/chain/repository.ts";
import { readComposeFile, readText } from "../compose-file.ts";
import { buildKustomization } from "../kubernetes/build-kustomization.ts";
import { madeEnv } from "../made-env.ts";

const UNITS: Readonly<Record<string, number>> = { mb: 2 ** 20, M: 2 ** 20, G: 2 ** 30, Mi: 2 ** 20, Gi: 2 ** 30 };
const environment = await madeEnv();

/** A size as Redis, Docker or Kubernetes writes it. */
function bytesOf(size = ""): number {
  const [, amount, unit = ""] = /^(\d+)(\w+)$/.exec(size) ?? [];
  return Number(amount) * (UNITS[unit] ?? Number.NaN);
}

async function limitIn(file: string): Promise<string | undefined> {
  const { services } = await readComposeFile(file, environment);
  return services["redis"]?.deploy?.resources.limits.memory;
}

async function limitInKubernetes(): Promise<string | undefined> {
  const manifests = await buildKustomization(path.join(REPOSITORY, "deploy/kubernetes/base"));
  const redis = manifests.find(({ kind, metadata }) => kind === "StatefulSet" && metadata.name === "redis");
  return redis?.spec?.template?.spec.containers[0]?.resources?.limits.memory;
}

test.each([
  ["Compose", () => limitIn("docker-compose.yml")],
  ["Swarm", () => limitIn("deploy/swarm/stack.yml")],
  ["Kubernetes", limitInKubernetes],
] as const)(
  "in %s Redis is full, and says so, before its container is, even while it rewrites its file",
  async (_, limit) => {
    const [maxmemory] = /(?<=^maxmemory )\S+/m.exec(await readText("deploy/redis/redis.conf")) ?? [];
    // The process that rewrites may come to hold a copy of everything; the rest is for buffers.
    expect(2 * bytesOf(maxmemory)).toBeLessThan(0.9 * bytesOf(await limit()));
  },
);
