import { parser } from "@prometheus-io/lezer-promql";

/** Grafana fills these in before Prometheus sees the expression. */
const GRAFANA_INTERVAL = /\$__(?:rate_)?interval/g;

export interface Selector {
  readonly metric: string;
  /** Labels that matchers of this selector name, with the values of those that say `=`. */
  readonly labels: Readonly<Record<string, string | undefined>>;
}

/** The vector selectors of a PromQL expression, by Prometheus' own grammar. Throws where it is not PromQL. */
export function readPromql(expression: string): Selector[] {
  const text = expression.replaceAll(GRAFANA_INTERVAL, "5m");
  const selectors: { metric: string; labels: Record<string, string | undefined> }[] = [];
  parser.parse(text).iterate({
    enter({ type, from, to, node }) {
      const written = text.slice(from, to);
      if (type.isError) throw new Error(`not PromQL at ${from}: ${text}`);
      if (type.name === "VectorSelector") {
        const name = node.getChild("Identifier");
        selectors.push({ metric: name === null ? "" : text.slice(name.from, name.to), labels: {} });
      }
      if (!type.name.endsWith("LabelMatcher")) return;
      const [, label = "", operator, value] = /^(\w+)(=~|!~|!=|=)"(.*)"$/.exec(written) ?? [];
      const selector = selectors.at(-1);
      if (selector !== undefined) selector.labels[label] = operator === "=" ? value : undefined;
    },
  });
  return selectors;
}
