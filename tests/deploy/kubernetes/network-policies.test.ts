import path from "node:path";
import { expect, test } from "vitest";
import { REPOSITORY } from "../../e2e/chain/repository.ts";
import { buildKustomization } from "./build-kustomization.ts";
import type { Peer } from "./manifest.ts";

const policies = (await buildKustomization(path.join(REPOSITORY, "deploy/kubernetes/base"))).filter(
  ({ kind }) => kind === "NetworkPolicy",
);

const nameOf = ({ podSelector, namespaceSelector, ipBlock }: Peer): string =>
  podSelector?.matchLabels["app.kubernetes.io/name"] ??
  podSelector?.matchLabels["k8s-app"] ??
  namespaceSelector?.matchLabels["kubernetes.io/metadata.name"] ??
  ipBlock?.cidr ??
  "?";

/** `a ─► b:port` for each peer that a rule names. */
function arrows(direction: "ingress" | "egress"): string[] {
  return policies.flatMap(({ spec, metadata }) =>
    (spec?.[direction] ?? []).flatMap(({ from, to, ports }) =>
      (from ?? to ?? [{}]).flatMap((peer) =>
        ports.map(({ port }) => {
          const [a, b] = direction === "ingress" ? [nameOf(peer), metadata.name] : [metadata.name, nameOf(peer)];
          return `${a} ─► ${b}:${port}`;
        }),
      ),
    ),
  );
}

test("nobody talks to anybody but as this list says", () => {
  expect(policies[0]).toMatchObject({
    metadata: { name: "deny-all" },
    spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
  });
  expect(arrows("ingress").toSorted()).toEqual([
    "? ─► edge:8082",
    "edge ─► litellm:4000",
    "litellm ─► masker:8080",
    "litellm ─► postgres:5432",
    "masker ─► redis:6379",
    "monitoring ─► masker:8080",
  ]);
  expect(arrows("egress").toSorted()).toEqual([
    "edge ─► litellm:4000",
    "edge ─► monitoring:3000",
    "litellm ─► 0.0.0.0/0:443",
    "litellm ─► masker:8080",
    "litellm ─► postgres:5432",
    "masker ─► monitoring:4318",
    "masker ─► redis:6379",
    "names ─► 169.254.20.10/32:53",
    "names ─► 169.254.20.10/32:53",
    "names ─► kube-dns:53",
    "names ─► kube-dns:53",
  ]);
});

test("a row for one side has the same row for the other", () => {
  const inside = arrows("egress").filter((arrow) => !/0\.0\.0\.0|:53$|─► monitoring/.test(arrow));
  expect(arrows("ingress")).toEqual(expect.arrayContaining(inside));
});

test("LiteLLM's way out leads to no address of a private network, and to no cloud's metadata", () => {
  const litellm = policies.find(({ metadata }) => metadata.name === "litellm");
  const ways = litellm?.spec?.egress?.flatMap(({ to }) => to?.flatMap(({ ipBlock }) => ipBlock?.except ?? []));
  expect(ways).toEqual(expect.arrayContaining(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"]));
});
