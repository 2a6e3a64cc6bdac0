import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { REPOSITORY } from "../../e2e/chain/repository.ts";
import { readComposeFile, readText } from "../compose-file.ts";
import { madeEnv } from "../made-env.ts";
import { readPromql } from "./read-promql.ts";

interface Targets {
  readonly targets: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
}

interface PrometheusConfig {
  readonly alerting?: { readonly alertmanagers: readonly { readonly static_configs: readonly Targets[] }[] };
  readonly scrape_configs: readonly {
    readonly job_name: string;
    readonly params?: { readonly module: readonly string[] };
    readonly static_configs?: readonly Targets[];
    readonly dns_sd_configs?: readonly { readonly names: readonly string[] }[];
    readonly relabel_configs?: readonly { readonly target_label: string; readonly replacement?: string }[];
  }[];
}

const WEBHOOK = "https://hooks.example.com/T0/a?key=b&c=d";
const prometheus = parse(await readText("deploy/monitoring/prometheus.yml")) as PrometheusConfig;
const { groups } = parse(await readText("deploy/monitoring/alerts.yml")) as {
  groups: { rules: { expr: string; labels: { severity: string } }[] }[];
};
const { services } = await readComposeFile("docker-compose.yml", await madeEnv());

/** Whether one service can reach another, or itself, by its name. */
function reaches(from: string, to: string): boolean {
  const there = services[to]?.networks ?? [];
  return (services[from]?.networks ?? []).some((network) => there.includes(network));
}

test("Prometheus reaches all that it asks and whom it tells", () => {
  const asked = prometheus.scrape_configs.flatMap((job) => {
    const proxy = job.relabel_configs?.find(({ target_label: label }) => label === "__address__")?.replacement;
    if (proxy !== undefined) return [proxy];
    return [
      ...(job.static_configs ?? []).flatMap(({ targets }) => targets),
      ...(job.dns_sd_configs ?? []).flatMap(({ names }) => names),
    ];
  });
  const told = prometheus.alerting?.alertmanagers.flatMap((one) =>
    one.static_configs.flatMap(({ targets }) => targets),
  );
  expect(told).toEqual(["alertmanager:9093"]);
  const hosts = [...asked, ...(told ?? [])].map((address) => address.split(":")[0] ?? "");
  expect(hosts.toSorted()).toEqual(["alertmanager", "blackbox", "masker", "redis-exporter"]);
  for (const host of hosts) expect(reaches("prometheus", host), host).toBe(true);
});

test("what is asked as a client asks it goes to the edge, by paths that are open there", async () => {
  const probe = prometheus.scrape_configs.find(({ job_name: name }) => name === "probe");
  const urls = (probe?.static_configs ?? []).flatMap(({ targets }) => targets.map((target) => new URL(target)));
  expect(urls.map(({ pathname }) => pathname)).toEqual(["/masker/health", "/health/readiness"]);
  const edge = await readText("deploy/nginx/edge/edge.conf.template");
  for (const { hostname, port, pathname } of urls) {
    expect([hostname, port]).toEqual(["edge", "8082"]);
    const open = [...edge.matchAll(/"~(\^[^"]+)" 1;/g)].map(([, pattern = ""]) => new RegExp(pattern));
    expect(
      open.some((pattern) => pattern.test(pathname)),
      pathname,
    ).toBe(true);
  }
  expect(reaches("blackbox", "edge")).toBe(true);
  const { modules } = parse(await readText("deploy/monitoring/blackbox.yml")) as { modules: object };
  expect(Object.keys(modules)).toEqual(probe?.params?.module);
});

test("every label that an alert asks for by its value is given by a job", () => {
  const given = prometheus.scrape_configs.flatMap((job) => [
    `job=${job.job_name}`,
    ...(job.static_configs ?? []).flatMap(({ labels = {} }) => Object.entries(labels).map((pair) => pair.join("="))),
  ]);
  const selectors = groups.flatMap(({ rules }) => rules.flatMap(({ expr }) => readPromql(expr)));
  const asked = selectors.flatMap(({ labels }) =>
    ["job", "asks"].flatMap((name) => (labels[name] === undefined ? [] : [`${name}=${labels[name]}`])),
  );
  expect(asked).toEqual(expect.arrayContaining(["asks=gateway", "asks=database", "job=masker"]));
  expect(given).toEqual(expect.arrayContaining(asked));
});

test.each([
  [WEBHOOK, "webhook"],
  ["", "none"],
])("Alertmanager, started as its container is with ALERT_WEBHOOK_URL=%s, tells %s", async (url, receiver) => {
  const directory = await mkdtemp(path.join(tmpdir(), "masker-alerts-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  // Stands for Alertmanager: shows how it is started, what it is told, and with which configuration.
  const show = `#!/bin/sh\necho "$@"; cat "${directory}/webhook-url" "${directory}/alertmanager.yml"\n`;
  await writeFile(path.join(directory, "alertmanager"), show, { mode: 0o755 });
  const { entrypoint, command } = services["alertmanager"] as unknown as Record<string, readonly string[]>;
  const [program = "", ...words] = [...(entrypoint ?? []), ...(command ?? [])].map((word) =>
    word
      .replaceAll("/tmp/", `${directory}/`)
      .replaceAll("/etc/alertmanager/", `${path.join(REPOSITORY, "deploy/monitoring")}/`),
  );
  const env = { PATH: `${directory}:/usr/bin:/bin`, ALERT_WEBHOOK_URL: url };
  const { stdout } = await execa(program, words, { env, extendEnv: false });
  const [started = "", ...rest] = stdout.split("\n");
  expect(started).toMatch(/^--config\.file=\S+alertmanager\.yml /);
  expect(started).not.toContain("hooks.example.com");
  const { route, receivers } = parse(rest.join("\n").replace(url, "")) as {
    route: { receiver: string };
    receivers: { name: string; webhook_configs?: { url_file: string }[] }[];
  };
  expect(route.receiver).toBe(receiver);
  expect(receivers.find(({ name }) => name === receiver)?.webhook_configs?.length ?? 0).toBe(url === "" ? 0 : 1);
  expect(rest.join("\n").startsWith(url)).toBe(true);
});
