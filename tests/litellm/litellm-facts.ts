import { join } from "node:path";
import { execa } from "execa";
import { LITELLM_BASICS } from "../../scripts/start/child-environments.ts";
import { litellmPython } from "../e2e/chain/litellm-python.ts";

export interface LitellmRoute {
  readonly path: string;
  readonly methods: readonly string[];
  /** The class of the route in Starlette or FastAPI. */
  readonly kind: string;
}

export interface LitellmFacts {
  readonly routes: readonly LitellmRoute[];
  /** Those that LiteLLM itself counts among the providers' APIs. */
  readonly providerRoutes: readonly string[];
  readonly passThrough: readonly string[];
  /** Names that LiteLLM refuses or removes in what clients send. */
  readonly strippedNames: readonly string[];
}

/** Asks the installed LiteLLM; takes it about ten seconds. */
export async function readLitellmFacts(): Promise<LitellmFacts> {
  return (await printed("litellm_facts.py")) as LitellmFacts;
}

/** Routes whose code asks a provider, as far as it can be followed: path and methods. */
export async function readProviderCallers(): Promise<[path: string, methods: string[]][]> {
  return (await printed("provider_callers.py")) as [string, string[]][];
}

/** What the program of this folder prints last. */
async function printed(program: string): Promise<unknown> {
  const { stdout } = await execa(litellmPython(), [join(import.meta.dirname, program)], { env: LITELLM_BASICS });
  return JSON.parse(stdout.slice(stdout.lastIndexOf("\n") + 1));
}
