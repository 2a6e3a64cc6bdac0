import { collectDefaultMetrics, Counter, Histogram, Registry } from "prom-client";

export type Metrics = ReturnType<typeof createMetrics>;

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** The Prometheus metrics of one masker process. Labels are routes, statuses and kinds: never a value or a scope. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    requests: new Counter({
      name: "masker_requests_total",
      help: "Requests answered, by route and status.",
      labelNames: ["route", "status"],
      registers,
    }),
    seconds: new Histogram({
      name: "masker_request_duration_seconds",
      help: "Time from request to answer; of a stream, to its end.",
      labelNames: ["route"],
      buckets: SECONDS,
      registers,
    }),
    bytes: new Counter({
      name: "masker_bytes_total",
      help: "Bytes of bodies, by direction (in, out).",
      labelNames: ["route", "direction"],
      registers,
    }),
    found: new Counter({
      name: "masker_found_total",
      help: "Values masked, by kind; one that occurs twice counts twice.",
      labelNames: ["kind"],
      registers,
    }),
    restored: new Counter({
      name: "masker_restored_total",
      help: "Placeholders swapped back.",
      registers,
    }),
    unknown: new Counter({
      name: "masker_unknown_placeholders_total",
      help: "Placeholders in answers that their request did not hold; left as they were.",
      registers,
    }),
    learned: new Counter({
      name: "masker_names_learned_total",
      help: "Names without a shape that context gave away; each may change how older text is masked.",
      registers,
    }),
    storeErrors: new Counter({
      name: "masker_store_errors_total",
      help: "Requests refused since the store did not answer.",
      registers,
    }),
  };
}
