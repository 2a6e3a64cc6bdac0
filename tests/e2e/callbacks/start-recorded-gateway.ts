import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { REPOSITORY } from "../chain/repository.ts";
import { startCollector } from "../chain/start-collector.ts";
import { type Gateway, startGateway } from "../gateway.ts";
import type { Source } from "../provider/find-leaks.ts";

/** What one hook of one callback was given, as JSON. */
export interface HookCall {
  /** Where the callback stands: among LiteLLM's `callbacks`, or as a guardrail before or after ours. */
  readonly place: "callbacks" | "before" | "after";
  readonly hook: string;
  readonly given: string;
}

export interface RecordedGateway extends Gateway {
  /** All hooks called so far. */
  readCalls(): Promise<readonly HookCall[]>;
  /** What LiteLLM's own loggers have sent so far, named by their paths. */
  readonly sent: readonly Source[];
}

/** The loggers of LiteLLM's own that need no package and can be pointed at an address, and its alerts. */
const LOGGERS = ["generic_api", "langsmith"];
const BODY_LIMIT_BYTES = 100_000;

/** A gateway whose LiteLLM has callbacks that keep all they get: those of record_callbacks.py, and LiteLLM's own loggers. */
export async function startRecordedGateway(providerUrl: string): Promise<RecordedGateway> {
  const collector = await startCollector();
  const limit = { MASKER_BODY_LIMIT_BYTES: String(BODY_LIMIT_BYTES) };
  const gateway = await startGateway({
    providerUrl,
    beside: {
      callbacks: ["record_callbacks.logger", ...LOGGERS],
      before: "record_callbacks.GuardrailBefore",
      after: "record_callbacks.GuardrailAfter",
      generalSettings: { alerting: ["slack"], alerting_threshold: 1 },
    },
    maskerEnv: limit,
    litellmEnv: {
      ...limit,
      PYTHONPATH: `${import.meta.dirname}:${join(REPOSITORY, "litellm")}`,
      CALLBACKS_RECORD: "calls.jsonl",
      DEFAULT_FLUSH_INTERVAL_SECONDS: "1",
      GENERIC_LOGGER_ENDPOINT: `${collector.url}/generic_api`,
      LANGSMITH_BASE_URL: `${collector.url}/langsmith`,
      LANGSMITH_API_KEY: "stand-in",
      SLACK_WEBHOOK_URL: `${collector.url}/slack`,
      LITELLM_LOG: "DEBUG",
    },
  });
  const stop = gateway.stop.bind(gateway);
  return Object.assign(gateway, {
    sent: collector.received,
    readCalls: createCallReader(join(gateway.directory, "calls.jsonl")),
    async stop() {
      await stop();
      await collector.stop();
    },
  });
}

/** Reads what has come since it read last, and gives all. */
function createCallReader(path: string): RecordedGateway["readCalls"] {
  const calls: HookCall[] = [];
  let read = 0;
  return async () => {
    const bytes = await readFile(path);
    // The last line may not be whole yet.
    const end = bytes.lastIndexOf("\n") + 1;
    const lines = bytes.toString("utf8", read, end).split("\n").slice(0, -1);
    read = Math.max(read, end);
    for (const line of lines) {
      const { place, hook, given } = JSON.parse(line) as Omit<HookCall, "given"> & { given: unknown };
      calls.push({ place, hook, given: JSON.stringify(given) });
    }
    return calls;
  };
}
