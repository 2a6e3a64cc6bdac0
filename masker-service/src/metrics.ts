import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

export type Metrics = ReturnType<typeof createMetrics>;

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** The Prometheus metrics of one masker process. Labels are routes, statuses and kinds: never a value or a scope. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    /** All of them in Prometheus's text format; those of all workers, where this process is one of several. */
    text: () => registry.metrics(),
    requests: new Counter({
      name: "masker_requests_total",
      help: "Requests answered, by route and status.",
      labelNames: ["route", "status"],
      registers,
    }),
    seconds: new Histogram({
      name: "masker_request_duration_seconds",
      help: "Time from a request until its answer begins.",
      labelNames: ["route"],
      buckets: SECONDS,
      registers,
    }),
    bytes: new Counter({
      name: "masker_bytes_total",
      help: "Bytes of bodies, by direction (in: read, out: written); of a stream, once it is over.",
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
    cacheTokens: new Counter({
      name: "masker_provider_cache_tokens_total",
      help: "Prompt tokens that providers report as read from their cache or written to it, by API and direction (read, written), in answers that were restored.",
      labelNames: ["api", "direction"],
      registers,
    }),
    learned: new Counter({
      name: "masker_names_learned_total",
      help: "Names without a shape that context gave away; each may change how older text is masked.",
      registers,
    }),
    refused: new Counter({
      name: "masker_refused_total",
      help: "Requests refused, by the code of the error.",
      labelNames: ["code"],
      registers,
    }),
    working: new Gauge({
      name: "masker_requests_working",
      help: "Requests that have their turn: light, heavy (1 MiB and more), streams.",
      labelNames: ["lane"],
      registers,
    }),
    waiting: new Gauge({
      name: "masker_requests_waiting",
      help: "Requests that wait for their turn, by lane.",
      labelNames: ["lane"],
      registers,
    }),
    unissued: new Counter({
      name: "masker_unissued_in_calls_total",
      help: "Placeholders in tool calls that their request did not hold, by what the guard did (warn, block).",
      labelNames: ["guard"],
      registers,
    }),
    media: new Counter({
      name: "masker_media_total",
      help: "Images, PDFs and files in requests, in which nothing can be masked, by kind and policy (allow, block).",
      labelNames: ["kind", "policy"],
      registers,
    }),
    auditMode: new Gauge({
      name: "masker_audit_mode",
      help: "1 where MASKER_AUDIT_MODE is on: nothing is masked.",
      aggregator: "max",
      registers,
    }),
    auditRequests: new Counter({
      name: "masker_audit_requests_total",
      help: "Requests in audit mode: sent on without masking.",
      registers,
    }),
    auditFound: new Counter({
      name: "masker_audit_found_total",
      help: "Values that were sent on in audit mode and would have been masked, by kind.",
      labelNames: ["kind"],
      registers,
    }),
    storeErrors: new Counter({
      name: "masker_store_errors_total",
      help: "Requests refused since the store did not answer.",
      registers,
    }),
  };
}
