import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { createMetrics } from "../../../masker-service/src/metrics.ts";
import { REPOSITORY } from "../../e2e/chain/repository.ts";
import { readPromql } from "./read-promql.ts";

const DIRECTORY = path.join(REPOSITORY, "deploy/monitoring");
/** What Prometheus adds by itself: on every target, and on every alert. */
const ADDED_LABELS = ["job", "instance", "le"];
const OF_PROMETHEUS = { up: [], ALERTS: ["alertname", "alertstate"] };
/** What the other jobs of prometheus.yml tell. */
const OF_EXPORTERS = { probe_success: ["asks"], redis_memory_used_bytes: [], redis_memory_max_bytes: [] };

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string };
}

interface Dashboard {
  readonly panels: readonly { readonly title: string; readonly targets: readonly { readonly expr: string }[] }[];
}

const rules = (
  parse(await readFile(path.join(DIRECTORY, "alerts.yml"), "utf8")) as { groups: { rules: Rule[] }[] }
).groups.flatMap((group) => group.rules);
const dashboard = JSON.parse(
  await readFile(path.join(DIRECTORY, "grafana/dashboards/masker.json"), "utf8"),
) as Dashboard;
const defined = await readDefined();

const EXPRESSIONS = [
  ...rules.map(({ alert, expr }) => ({ where: `alert ${alert}`, expr })),
  ...dashboard.panels.flatMap(({ title, targets }) => targets.map(({ expr }) => ({ where: `panel ${title}`, expr }))),
];

test.each(EXPRESSIONS)("$where asks for nothing that nobody tells", ({ expr }) => {
  const selectors = readPromql(expr);
  expect(selectors.length).toBeGreaterThan(0);
  for (const { metric, labels } of selectors) {
    expect([...defined.keys()]).toContain(metric);
    expect([...(defined.get(metric) ?? []), ...ADDED_LABELS]).toEqual(expect.arrayContaining(Object.keys(labels)));
  }
});

test("every route that is asked for exists", async () => {
  const app = await readFile(path.join(REPOSITORY, "masker-service/src/http/guardrail-request.ts"), "utf8");
  const response = await readFile(path.join(REPOSITORY, "masker-service/src/http/guardrail-response.ts"), "utf8");
  const routes = EXPRESSIONS.flatMap(({ expr }) => readPromql(expr)).flatMap(({ labels }) => labels["route"] ?? []);
  expect(routes.length).toBeGreaterThan(0);
  for (const route of new Set(routes)) expect(app + response).toContain(`path: "${route}"`);
});

describe("alerts", () => {
  test.each(rules)("$alert has a severity, a summary and its section of docs/operations.md", async (rule) => {
    expect(rule.labels.severity).toMatch(/^(?:page|ticket)$/);
    expect(rule.annotations.summary).toMatch(/\.$/);
    expect(await readFile(path.join(REPOSITORY, "docs/operations.md"), "utf8")).toContain(`### ${rule.alert}\n`);
  });
});

test("every metric of the masker's own is on the dashboard", () => {
  const shown = dashboard.panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => readPromql(expr)));
  const names = shown.map(({ metric }) => metric.replace(/_(?:bucket|sum|count)$/, ""));
  const own = [...defined.keys()].filter((name) => /^masker_(?!.*_(?:bucket|sum|count)$)/.test(name));
  expect(names).toEqual(expect.arrayContaining(own));
});

/** Each name that Prometheus gets, with its labels. */
async function readDefined(): Promise<Map<string, readonly string[]>> {
  const { registry } = createMetrics();
  const names = new Map<string, readonly string[]>(Object.entries({ ...OF_PROMETHEUS, ...OF_EXPORTERS }));
  for (const { name, type } of await registry.getMetricsAsJSON()) {
    const { labelNames } = registry.getSingleMetric(name) as unknown as { labelNames: readonly string[] };
    for (const suffix of String(type) === "histogram" ? ["", "_bucket", "_sum", "_count"] : [""]) {
      names.set(name + suffix, labelNames);
    }
  }
  return names;
}
