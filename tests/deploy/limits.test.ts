import { mkdir, mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { REPOSITORY } from "../e2e/chain/repository.ts";
import { descendantsOf } from "../scripts/run-script.ts";
import { startRedis } from "../store/redis-server.ts";
import { startWorkers } from "../workers/start-workers.ts";
import { readComposeFile } from "./compose-file.ts";
import { madeEnv } from "./made-env.ts";
import { findNginx } from "./nginx/find-nginx.ts";

const SOON = { timeout: 60_000, interval: 50 } as const;
const environment = await madeEnv();
const compose = await readComposeFile("docker-compose.yml", environment);
const stack = await readComposeFile("deploy/swarm/stack.yml", environment);

const maxProcesses = (service: string): number => compose.services[service]?.deploy?.resources.limits.pids ?? 0;

async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), "masker-limits-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  return directory;
}

test("every service may open more files than the connections that it is meant for", () => {
  for (const [name, service] of [...Object.entries(compose.services), ...Object.entries(stack.services)]) {
    expect(service["ulimits"], name).toEqual({ nofile: 65_536 });
  }
});

// How many threads and open files a process has is in /proc.
describe.runIf(process.platform === "linux")("on a host of any size", () => {
  test.each(["edge", "masker-balancer"])(
    "the nginx of the %s starts few processes, and each may open more files than connections",
    async (name) => {
      const directory = await temporaryDirectory();
      const configuration = path.join(REPOSITORY, "deploy/nginx", name, "nginx.conf");
      await mkdir(path.join(directory, "conf.d"));
      const text = await readFile(configuration, "utf8");
      const { program, loadStream } = await findNginx();
      const nginx = [program, "-p", `${directory}/`, "-c", configuration, "-g", `daemon off; ${loadStream}`];
      const server = execa("sh", ["-c", 'ulimit -S -n 1024; exec "$@"', "sh", ...nginx], {
        stdio: "ignore",
        reject: false,
      });
      onTestFinished(async () => {
        server.kill();
        await server;
      });
      const workers = await vi.waitFor(async () => {
        const found = await descendantsOf(server.pid ?? 0);
        expect(found).toHaveLength(2);
        return found;
      }, SOON);
      // As many on any other host: each core's would not start with so few processes allowed.
      expect(text).toContain("\nworker_processes 2;\n");
      expect(maxProcesses(name)).toBeGreaterThan(2 * workers.length);
      const connections = Number(/worker_connections (\d+);/.exec(text)?.[1]);
      for (const { pid } of workers) expect(await softLimit(pid)).toBeGreaterThan(connections);
    },
  );

  test("a masker of four workers has room for twice the threads that it has at rest", async () => {
    const directory = await temporaryDirectory();
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const masker = await startWorkers(4, redis.url, directory);
    onTestFinished(() => masker.service.stop());
    const workers = await descendantsOf(masker.service.pid);
    const all = [masker.service.pid, ...workers.map(({ pid }) => pid)];
    const threads = await Promise.all(all.map((pid) => readdir(`/proc/${pid}/task`)));
    expect(threads.length).toBeGreaterThan(4);
    expect(maxProcesses("masker")).toBeGreaterThan(2 * threads.flat().length);
  });
});

async function softLimit(pid: number): Promise<number> {
  const limits = await readFile(`/proc/${pid}/limits`, "utf8");
  return Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1]);
}
