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
  const { stdout } = await execa(litellmPython(), [join(import.meta.dirname, "litellm_facts.py")], {
    env: LITELLM_BASICS,
  });
  return JSON.parse(stdout.slice(stdout.lastIndexOf("\n") + 1)) as LitellmFacts;
}
