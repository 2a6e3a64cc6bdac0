import path from "node:path";
import { describe, expect, test } from "vitest";
import { readConfig } from "../../../masker-service/src/config.ts";
import { REPOSITORY } from "../../e2e/chain/repository.ts";
import { readComposeFile } from "../compose-file.ts";
import { madeEnv } from "../made-env.ts";
import { buildKustomization } from "./build-kustomization.ts";
import { checkManifest } from "./check-manifest.ts";
import type { Container, Manifest, PodSpec } from "./manifest.ts";

const NAME = "app.kubernetes.io/name";
/** The image says where the masker listens, patterns of one's own are in an image of one's own, migrations have a pod. */
const BY_OTHER_MEANS = ["MASKER_HOST", "MASKER_PORT", "MASKER_PATTERN_DIRECTORIES", "LITELLM_MIGRATION_DIR"];

const base = await buildKustomization(path.join(REPOSITORY, "deploy/kubernetes/base"));
const example = await buildKustomization(path.join(REPOSITORY, "deploy/kubernetes/overlays/example"));
const environment = await madeEnv();
const compose = await readComposeFile("docker-compose.yml", environment);

const ofKind = (...kinds: string[]): Manifest[] => base.filter(({ kind }) => kinds.includes(kind));
const podOf = ({ spec, metadata }: Manifest): PodSpec => {
  if (spec?.template === undefined) throw new Error(`${metadata.name} has no pods`);
  return spec.template.spec;
};
const named = (kind: string, name: string | undefined): Manifest => {
  const found = ofKind(kind).find(({ metadata }) => metadata.name === name);
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found;
};
const workloads = ofKind("Deployment", "StatefulSet");

test.each(example.map((manifest) => ({ what: `${manifest.kind} ${manifest.metadata.name}`, manifest })))(
  "$what keeps to Kubernetes' schema",
  ({ manifest }) => {
    expect(checkManifest(manifest)).toEqual([]);
    expect(checkManifest({ ...manifest, speck: {} } as Manifest)).not.toEqual([]);
  },
);

describe.each(workloads.map((workload) => ({ name: workload.metadata.name, pod: podOf(workload) })))(
  "$name",
  (part) => {
    const { name, pod } = part;
    const containers = [...(pod.initContainers ?? []), ...pod.containers];

    test("is confined as Kubernetes' restricted standard says, and more", () => {
      const securityContext = { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } };
      // Without enableServiceLinks: false, a Service named masker sets MASKER_PORT to an address.
      expect(pod).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false, securityContext });
      expect(pod.securityContext.runAsUser).toBeGreaterThan(0);
      const amounts = { cpu: expect.anything(), memory: expect.anything() };
      for (const container of containers) {
        expect(container).toMatchObject({
          image: expect.stringMatching(/:v?\d+\.\d+/),
          resources: { requests: amounts, limits: amounts },
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ["ALL"] },
          },
        });
      }
    });

    test("says when it is ready and when it is dead", () => {
      const probes = { readinessProbe: expect.anything(), livenessProbe: expect.anything() };
      for (const container of pod.containers) expect(container).toMatchObject(probes);
    });

    test("runs as the same user, and the same image, as in Compose", () => {
      const { user, image } = compose.services[name] ?? {};
      expect(`${pod.securityContext.runAsUser}:${pod.securityContext.runAsGroup}`).toBe(user);
      expect(pod.containers[0]?.image).toBe(name === "litellm" ? "masking-gateway/litellm:0.1.0" : image);
    });

    test("finds every ConfigMap and key that it names, and every secret in the one that .env makes", () => {
      for (const { configMap } of pod.volumes ?? [])
        if (configMap) expect(named("ConfigMap", configMap.name)).toBeTruthy();
      for (const { configMapRef } of containers.flatMap(({ envFrom = [] }) => envFrom)) {
        expect(named("ConfigMap", configMapRef.name)).toBeTruthy();
      }
      for (const { valueFrom } of containers.flatMap(({ env = [] }) => env)) {
        const { secretKeyRef: secret, configMapKeyRef: setting } = valueFrom ?? {};
        if (setting) expect(named("ConfigMap", setting.name).data).toHaveProperty(setting.key);
        if (secret)
          expect({ ...environment, of: "gateway" }).toMatchObject({ of: secret.name, [secret.key]: expect.anything() });
      }
    });
  },
);

/** The environment of a Deployment's own container, its secrets from a made .env. */
function environmentOf(name: string): Record<string, string> {
  const container: Container | undefined = podOf(named("Deployment", name)).containers[0];
  const variables: Record<string, string> = {};
  for (const { configMapRef } of container?.envFrom ?? []) {
    Object.assign(variables, named("ConfigMap", configMapRef.name).data);
  }
  for (const { name: variable, value, valueFrom } of container?.env ?? []) {
    const given = value ?? environment[valueFrom?.secretKeyRef?.key ?? ""] ?? "";
    variables[variable] = given.replaceAll(/\$\((\w+)\)/g, (_, other: string) => variables[other] ?? "");
  }
  return variables;
}

test("the masker takes the settings that it is given", () => {
  const { redisUrl } = readConfig(environmentOf("masker"));
  expect(redisUrl).toBe(`redis://:${environment["REDIS_PASSWORD"]}@redis:6379`);
});

test.each(["masker", "litellm"])("%s is given every setting that it has in Compose", (name) => {
  const wanted = Object.keys(compose.services[name]?.environment ?? {});
  const given = Object.keys(environmentOf(name));
  expect([...given, ...BY_OTHER_MEANS]).toEqual(expect.arrayContaining(wanted));
});

test("the overlay changes settings, images and storage, and puts all of it into its namespace", () => {
  const find = (kind: string, name: string): Manifest | undefined =>
    example.find((manifest) => manifest.kind === kind && manifest.metadata.name === name);
  expect(find("ConfigMap", "settings")?.data).toMatchObject({ MASKER_PROFILE: "strict", MASKER_SCOPE: "team" });
  expect(JSON.stringify(find("Deployment", "masker"))).toContain('"registry.example.com/masking-gateway/masker:0.1.0"');
  expect(JSON.stringify(find("StatefulSet", "postgres"))).toContain('"storage":"50Gi"');
  const elsewhere = example.filter(
    ({ kind, metadata }) => kind !== "Namespace" && metadata.namespace !== "masking-gateway",
  );
  expect(elsewhere).toEqual([]);
});

test("Services lead to ports that pods have, budgets and autoscalers to pods that are there", () => {
  for (const { spec } of ofKind("Service")) {
    const workload = workloads.find(({ metadata }) => metadata.name === spec?.selector?.[NAME]);
    const ports = workload && podOf(workload).containers.flatMap((container) => container.ports ?? []);
    for (const { targetPort } of spec?.ports ?? []) expect(ports?.map(({ name }) => name)).toContain(targetPort);
  }
  for (const { spec } of ofKind("PodDisruptionBudget")) {
    const { spec: kept } = named("Deployment", spec?.selector?.matchLabels?.[NAME]);
    expect(kept?.replicas).toBeGreaterThan(spec?.minAvailable ?? 0);
  }
  const scaled = ofKind("HorizontalPodAutoscaler").map(({ spec }) => spec?.scaleTargetRef?.name);
  expect(new Set(scaled)).toEqual(new Set(["litellm", "masker"]));
});
