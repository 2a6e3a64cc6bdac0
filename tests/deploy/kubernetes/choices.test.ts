import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";
import { litellmPython } from "../../e2e/chain/litellm-python.ts";
import { REPOSITORY } from "../../e2e/chain/repository.ts";
import { readText } from "../compose-file.ts";
import { buildKustomization } from "./build-kustomization.ts";
import { checkManifest } from "./check-manifest.ts";
import type { Container, Manifest } from "./manifest.ts";

const KUBERNETES = path.join(REPOSITORY, "deploy/kubernetes");
const base = await buildKustomization(path.join(KUBERNETES, "base"));
const managed = await buildKustomization(path.join(KUBERNETES, "overlays/managed-stores"));

const find = (manifests: readonly Manifest[], kind: string, name: string): Manifest | undefined =>
  manifests.find((one) => one.kind === kind && one.metadata.name === name);
const containersOf = (manifest: Manifest | undefined): readonly Container[] => {
  const { initContainers = [], containers = [] } = manifest?.spec?.template?.spec ?? {};
  return [...initContainers, ...containers];
};

test("PostgreSQL has a connection for each that LiteLLM's pods may open at their most, and for administrators", async () => {
  const ask =
    "from litellm.proxy.proxy_cli import LiteLLMDatabaseConnectionPool as P; print(P.database_connection_pool_limit.value)";
  const { stdout } = await execa(litellmPython(), ["-c", ask], { env: { LITELLM_LOCAL_MODEL_COST_MAP: "True" } });
  const pods = (find(base, "HorizontalPodAutoscaler", "litellm")?.spec?.maxReplicas ?? Number.NaN) + 1;
  const [postgres] = containersOf(find(base, "StatefulSet", "postgres"));
  const limit = Number(/max_connections=(\d+)/.exec(postgres?.args?.join(" ") ?? "")?.[1] ?? 100);
  expect(Number(stdout)).toBeGreaterThan(0);
  expect(pods * Number(stdout)).toBeLessThan(limit - 10);
});

test("the masker scales on CPU alone, unless a component adds the metric that the adapter serves", async () => {
  const directory = await mkdtemp(path.join(tmpdir(), "masker-overlay-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  const from = (place: string): string => path.relative(directory, path.join(KUBERNETES, place));
  await writeFile(
    path.join(directory, "kustomization.yaml"),
    `resources: [${from("base")}]\ncomponents: [${from("components/masking-time")}]\n`,
  );
  const metricsOf = (manifests: readonly Manifest[]) =>
    find(manifests, "HorizontalPodAutoscaler", "masker")?.spec?.metrics ?? [];
  const scaled = await buildKustomization(directory);
  expect(metricsOf(base).map(({ type }) => type)).toEqual(["Resource"]);
  expect(metricsOf(scaled).map(({ type }) => type)).toEqual(["Resource", "Pods"]);
  for (const manifest of scaled) expect(checkManifest(manifest)).toEqual([]);
  const adapter = await readText("deploy/monitoring/prometheus-adapter.yml");
  expect(adapter).toContain(`as: ${metricsOf(scaled)[1]?.pods?.metric.name}\n`);
});

test("with managed stores none runs in the cluster, and their addresses come from the Secret", () => {
  const gone = managed.filter(({ metadata }) => ["redis", "postgres"].includes(metadata.name));
  expect(gone).toEqual([]);
  for (const manifest of managed) expect(checkManifest(manifest), manifest.metadata.name).toEqual([]);
  for (const [name, variable] of [
    ["masker", "REDIS_URL"],
    ["litellm", "DATABASE_URL"],
  ] as const) {
    const asking = containersOf(find(managed, "Deployment", name)).filter(({ env }) =>
      JSON.stringify(env).includes(variable),
    );
    expect(asking).toHaveLength(containersOf(find(base, "Deployment", name)).length);
    for (const { env = [] } of asking)
      expect(env.filter((one) => one.name === variable)).toEqual([
        { name: variable, valueFrom: { secretKeyRef: { name: "gateway", key: variable } } },
      ]);
  }
});

test("with managed stores masker and LiteLLM may reach them, and nobody else may", () => {
  const ways = managed.flatMap(({ kind, metadata, spec }) =>
    kind !== "NetworkPolicy"
      ? []
      : (spec?.egress ?? []).flatMap(({ to = [], ports }) =>
          to.flatMap(({ ipBlock }) => (ipBlock?.cidr.startsWith("10.") ? [`${metadata.name}:${ports[0]?.port}`] : [])),
        ),
  );
  expect(ways).toEqual(["masker-to-redis:6379", "litellm-to-postgres:5432"]);
});
