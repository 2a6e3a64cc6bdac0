import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { REPOSITORY } from "./repository.ts";

interface LitellmConfig {
  model_list: { model_name: string; litellm_params: Record<string, unknown> }[];
  guardrails?: object[];
  litellm_settings?: Record<string, unknown>;
  general_settings?: Record<string, unknown>;
}

/** Rerank has no provider in the repository's own configuration. */
const RERANKER = {
  model_name: "rerank-v3.5",
  litellm_params: {
    model: "cohere/rerank-v3.5",
    api_key: "os.environ/COHERE_API_KEY",
    api_base: "os.environ/COHERE_API_BASE",
  },
};

export interface ConfigChoice {
  /** False leaves out the guardrail: LiteLLM alone, the benchmarks' yardstick. */
  readonly masked: boolean;
  /** A guardrail of LiteLLM's own instead: its `litellm_params`. */
  readonly otherGuardrail?: object | undefined;
  /** Another of the repository's configurations; litellm/config.yaml where it is not given. */
  readonly configFile?: string | undefined;
  /** With a database: keys are LiteLLM's own virtual keys, and these are more of its general settings. */
  readonly databaseSettings?: Readonly<Record<string, unknown>> | undefined;
  readonly beside?: BesideMasker | undefined;
  /** What the deployments' own time-outs are divided by, so that no test waits for minutes. */
  readonly hurry?: number | undefined;
}

/** What else of LiteLLM's may see requests: classes as `module.Class`, in modules that its PYTHONPATH has. */
export interface BesideMasker {
  readonly callbacks: readonly string[];
  /** Guardrails that LiteLLM lists before ours and after it. */
  readonly before: string;
  readonly after: string;
  readonly generalSettings: Readonly<Record<string, unknown>>;
}

/**
 * Writes one of the repository's own configurations into a directory, with what a test changes; returns its path.
 * Without a database keys are those of team_auth.py.
 */
export async function writeLitellmConfig(directory: string, choice: ConfigChoice): Promise<string> {
  const { masked, otherGuardrail, configFile = "litellm/config.yaml", databaseSettings, beside, hurry } = choice;
  const config = parse(await readFile(join(REPOSITORY, configFile), "utf8"), { merge: true }) as LitellmConfig;
  if (!masked) delete config.guardrails;
  if (otherGuardrail !== undefined) config.guardrails = [{ guardrail_name: "other", litellm_params: otherGuardrail }];
  if (beside !== undefined) {
    config.guardrails = [guardrail(beside.before), ...(config.guardrails ?? []), guardrail(beside.after)];
    config.litellm_settings = { ...config.litellm_settings, callbacks: beside.callbacks };
  }
  if (hurry !== undefined) divideTimeouts(config, hurry);
  config.model_list.push(RERANKER);
  await copyFile(join(import.meta.dirname, "team_auth.py"), join(directory, "team_auth.py"));
  const auth = databaseSettings ?? { custom_auth: "team_auth.user_api_key_auth" };
  config.general_settings = { ...config.general_settings, ...auth, ...beside?.generalSettings };
  const path = join(directory, "config.yaml");
  await writeFile(path, stringify(config));
  return path;
}

function divideTimeouts({ model_list: models }: LitellmConfig, divisor: number): void {
  for (const { litellm_params: params } of models) {
    for (const name of ["timeout", "stream_timeout"]) {
      const seconds = params[name];
      if (typeof seconds === "number") params[name] = seconds / divisor;
    }
  }
}

function guardrail(named: string): object {
  return {
    guardrail_name: named,
    litellm_params: { guardrail: named, mode: ["pre_call", "during_call", "post_call"], default_on: true },
  };
}
