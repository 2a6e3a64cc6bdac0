import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { freePort } from "../e2e/chain/free-port.ts";
import { litellmBasics } from "../e2e/chain/litellm-basics.ts";
import { litellmCommand } from "../e2e/chain/litellm-python.ts";
import { REPOSITORY } from "../e2e/chain/repository.ts";
import { type Service, startService } from "../e2e/chain/start-service.ts";
import { whyNotOk } from "../e2e/chain/why-not-ok.ts";
import { type StandInMasker, startStandInMasker, type Work } from "./stand-in-masker.ts";
import { type StandInUpstream, startStandInUpstream } from "./stand-in-upstream.ts";

const MASTER_KEY = "sk-master-0123456789abcdefghijklm";
const MASKER_KEY = "masker-0123456789abcdefghijklmnop";
/** Two workers beside other tests on two cores take their time. */
const READY_WITHIN_MS = 280_000;

export interface ChainOptions {
  /** What the masker leaves out of its work; then the chain is there once the canary has failed. */
  readonly leaveOut?: Work;
  readonly arguments?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** The real LiteLLM between a stand-in masker and a stand-in provider of every API. */
export interface Chain {
  readonly url: string;
  readonly masterKey: string;
  readonly masker: StandInMasker;
  readonly upstream: StandInUpstream;
  readonly litellm: Service;
  /** POSTs JSON, or bytes as they are, with the master key. */
  post(path: string, body: unknown, init?: RequestInit): Promise<Response>;
  /** What LiteLLM has written so far. */
  log(): Promise<string>;
  stop(): Promise<void>;
}

/** Ready once the canary has passed, or failed where it must. */
export async function startChain(options: ChainOptions = {}): Promise<Chain> {
  const directory = await mkdtemp(join(tmpdir(), "masker-litellm-"));
  const masker = await startStandInMasker(MASKER_KEY);
  masker.leaveOut(options.leaveOut);
  const upstream = await startStandInUpstream();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const log = join(directory, "litellm.log");
  const config = await writeConfig(directory, upstream.url);
  const litellm = await startService({
    name: "LiteLLM",
    command: litellmCommand(),
    args: ["--config", config, "--host", "127.0.0.1", "--port", String(port), ...(options.arguments ?? [])],
    cwd: directory,
    log,
    readyWithinMs: READY_WITHIN_MS,
    whyNotReady: async () => {
      const why = await whyNotOk(`${url}/masker/health`);
      return options.leaveOut !== undefined && why?.includes('"failed"') === true ? undefined : why;
    },
    env: { ...litellmEnvironment(directory, upstream.url, masker.port), ...options.env },
  });
  return {
    url,
    masterKey: MASTER_KEY,
    masker,
    upstream,
    litellm,
    post: (path, body, init = {}) =>
      fetch(url + path, {
        method: "POST",
        headers: { authorization: `Bearer ${MASTER_KEY}`, "content-type": "application/json" },
        body: typeof body === "string" ? body : JSON.stringify(body),
        ...init,
      }),
    log: () => readFile(log, "utf8"),
    async stop() {
      await litellm.stop();
      await Promise.all([masker.stop(), upstream.stop()]);
      await rm(directory, { recursive: true });
    },
  };
}

/** What LiteLLM is started with. */
export function litellmEnvironment(home: string, upstreamUrl: string, maskerPort: number): Record<string, string> {
  return {
    ...litellmBasics(home),
    LITELLM_MASTER_KEY: MASTER_KEY,
    ANTHROPIC_API_BASE: upstreamUrl,
    ANTHROPIC_API_KEY: "sk-ant-stand-in",
    OPENAI_API_BASE: `${upstreamUrl}/v1`,
    OPENAI_API_KEY: "sk-stand-in",
    MASKER_PORT: String(maskerPort),
    MASKER_API_KEY: MASKER_KEY,
  };
}

/** The repository's own config.yaml with the providers that it has not, and a pass-through. */
export async function writeConfig(directory: string, api_base: string): Promise<string> {
  const config = parse(await readFile(join(REPOSITORY, "litellm/config.yaml"), "utf8")) as {
    model_list: { model_name: string; litellm_params: object }[];
    general_settings: object;
  };
  for (const provider of ["gemini", "cohere"]) {
    // LiteLLM would choose between two entries of one name by chance, and the repository's own has no key here.
    config.model_list = config.model_list.filter(({ model_name }) => model_name !== `${provider}/*`);
    const litellm_params = { model: `${provider}/*`, api_key: "stand-in", api_base };
    config.model_list.push({ model_name: `${provider}/*`, litellm_params });
  }
  // As an admin may add one at run time, under the name of routes that are open.
  const pass_through_endpoints = [
    { path: "/health/forward", target: `${api_base}/v1/messages` },
    // Has a masked route below itself, of which LiteLLM serves its own.
    { path: "/v1/chat", target: `${api_base}/v1/chat`, include_subpath: true },
  ];
  const general_settings = { ...config.general_settings, pass_through_endpoints };
  const path = join(directory, "config.yaml");
  await writeFile(path, stringify({ ...config, general_settings }));
  return path;
}
