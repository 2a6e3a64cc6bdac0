import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "../../e2e/chain/free-port.ts";
import { litellmPython } from "../../e2e/chain/litellm-python.ts";
import { REPOSITORY } from "../../e2e/chain/repository.ts";
import { startMasker } from "../../e2e/chain/start-masker.ts";
import { type Service, startService } from "../../e2e/chain/start-service.ts";
import { whyNotOk } from "../../e2e/chain/why-not-ok.ts";
import { startRedis } from "../../store/redis-server.ts";
import { readComposeFile } from "../compose-file.ts";
import { madeEnv } from "../made-env.ts";
import { startBalancer } from "../nginx/balancer.ts";
import { startEdge } from "../nginx/edge.ts";

/** What docker-compose.yml wires together, as processes on loopback: only PostgreSQL and the containers are missing. */
export interface Deployment {
  readonly url: string;
  readonly masterKey: string;
  /** Each with a log of its own. */
  readonly maskers: readonly Service[];
  maskerLog(index: number): Promise<string>;
  litellmLog(): Promise<string>;
  stop(): Promise<void>;
}

/** Starts Redis, two maskers, the balancer, LiteLLM by the containers' own scripts, and the edge; waits for the canary. */
export async function startDeployment(providerUrl: string): Promise<Deployment> {
  const directory = await mkdtemp(path.join(tmpdir(), "masker-deployment-"));
  const settings = await madeEnv();
  const { services } = await readComposeFile("docker-compose.yml", settings);
  const running: { stop(): Promise<void> }[] = [];
  const keep = <Part extends { stop(): Promise<void> }>(part: Part): Part => {
    running.push(part);
    return part;
  };
  const stop = async (): Promise<void> => {
    for (const part of running.splice(0).toReversed()) await part.stop();
    await rm(directory, { recursive: true });
  };
  try {
    const redis = keep(await startRedis());
    const ports = [await freePort(), await freePort()];
    const startOne = async (port: number, index: number): Promise<Service> => {
      const own = path.join(directory, `masker-${index}`);
      await mkdir(own);
      const { MASKER_API_KEY: apiKey = "", MASKER_ENCRYPTION_KEY: encryptionKey = "" } = settings;
      return startMasker({ directory: own, port, apiKey, encryptionKey, redisUrl: redis.url });
    };
    const maskers = await Promise.all(ports.map(startOne));
    for (const masker of maskers) keep(masker);
    const balancer = keep(await startBalancer(ports));
    const litellmPort = await freePort();
    keep(
      await startLitellm(directory, litellmPort, {
        ...services["litellm"]?.environment,
        DATABASE_URL: "",
        LITELLM_CONFIG: path.join(REPOSITORY, "litellm/config.yaml"),
        MASKER_HOST: "127.0.0.1",
        MASKER_PORT: String(balancer.port),
        ANTHROPIC_API_KEY: "sk-ant-stand-in",
        ANTHROPIC_API_BASE: providerUrl,
      }),
    );
    const edge = keep(await startEdge({ litellmPort }));
    return {
      url: edge.url,
      masterKey: settings["LITELLM_MASTER_KEY"] ?? "",
      maskers,
      maskerLog: (index) => readFile(path.join(directory, `masker-${index}/masker.log`), "utf8"),
      litellmLog: () => readFile(path.join(directory, "litellm.log"), "utf8"),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The container's entrypoint and command, with the environment that Compose gives it and this machine's places. */
function startLitellm(directory: string, port: number, env: Readonly<Record<string, string>>): Promise<Service> {
  const deploy = path.join(REPOSITORY, "deploy");
  const scripts = [path.join(deploy, "run-with-settings.sh"), "/bin/sh", path.join(deploy, "litellm/start-litellm.sh")];
  return startService({
    name: "LiteLLM",
    command: "/bin/sh",
    args: [...scripts, "--host", "127.0.0.1", "--port", String(port)],
    cwd: directory,
    log: path.join(directory, "litellm.log"),
    readyWithinMs: 280_000,
    whyNotReady: () => whyNotOk(`http://127.0.0.1:${port}/masker/health`),
    env: {
      ...env,
      PATH: `${path.dirname(litellmPython())}:/usr/bin:/bin`,
      HOME: directory,
      GATEWAY_DIRECTORY: path.join(REPOSITORY, "litellm"),
    },
  });
}
