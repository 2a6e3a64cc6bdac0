import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../e2e/chain/free-port.ts";
import type { Certificate } from "./make-certificate.ts";
import { startRedis, type RedisServer } from "./redis-server.ts";

const MASTER = "masker-master";
const KNOWN_MILLISECONDS = 30_000;

export interface RedisSentinels {
  readonly url: string;
  /** The first master, then its replicas. Roles change in a failover. */
  readonly servers: readonly RedisServer[];
  readonly sentinels: readonly RedisServer[];
  /** The server that the sentinels name as master now. */
  master(): Promise<RedisServer>;
  stop(): Promise<void>;
}

/** A master with so many replicas, and so many sentinels, on loopback: they fail over after a second. `settings` are every server's; all over TLS with a certificate. */
export async function startSentinels(
  replicas: number,
  count: number,
  settings: Readonly<Record<string, string>> = {},
  certificate?: Certificate,
): Promise<RedisSentinels> {
  const shared = { appendfsync: "everysec", "repl-diskless-sync-delay": "0", ...settings };
  /** By the port at which it is reached. */
  const byPort = new Map<number, RedisServer>();
  const startServer = async (more: Readonly<Record<string, string>>): Promise<readonly [number, RedisServer]> => {
    const tlsPort = certificate === undefined ? undefined : await freePort();
    const tls = tlsPort === undefined ? {} : certificate?.settings(tlsPort);
    const server = await startRedis({ settings: { ...shared, ...tls, ...more } });
    byPort.set(tlsPort ?? server.port, server);
    return [tlsPort ?? server.port, server];
  };
  const [firstPort, first] = await startServer({});
  while (byPort.size <= replicas) await startServer({ replicaof: `127.0.0.1 ${firstPort}` });
  const servers = [...byPort.values()];
  const directory = await mkdtemp(path.join(tmpdir(), "masker-sentinel-"));
  const sentinels: RedisServer[] = [];
  const sentinelPorts: number[] = [];
  for (let index = 0; index < count; index++) {
    const file = path.join(directory, `${index}.conf`);
    const [port, tlsPort] = [await freePort(), await freePort()];
    const tls = Object.entries(certificate?.settings(tlsPort) ?? {}).map((setting) => setting.join(" "));
    sentinelPorts.push(certificate === undefined ? port : tlsPort);
    await writeFile(
      file,
      [
        ...tls,
        `sentinel monitor ${MASTER} 127.0.0.1 ${firstPort} ${Math.floor(count / 2) + 1}`,
        `sentinel down-after-milliseconds ${MASTER} 1000`,
        `sentinel failover-timeout ${MASTER} 5000`,
        "",
      ].join("\n"),
    );
    sentinels.push(await startRedis({ sentinel: file, port }));
  }
  const master = async () => {
    for (const sentinel of sentinels) {
      const answer = await sentinel.cli("SENTINEL", "GET-MASTER-ADDR-BY-NAME", MASTER).catch(() => undefined);
      const found = Array.isArray(answer) ? byPort.get(Number(answer[1])) : undefined;
      if (found !== undefined) return found;
    }
    throw new Error("no sentinel names a master");
  };
  const end = performance.now() + KNOWN_MILLISECONDS;
  for (const sentinel of sentinels) {
    const isReady = async () =>
      String(await sentinel.cli("INFO", "sentinel")).includes(`slaves=${replicas},sentinels=${count}`) &&
      String(await first.cli("INFO", "replication")).split("state=online").length === replicas + 1;
    while (!(await isReady())) {
      if (performance.now() > end) throw new Error("the sentinels do not find each other");
      await sleep(100);
    }
  }
  return {
    url: `${certificate === undefined ? "redis" : "rediss"}+sentinel://${sentinelPorts.map((port) => `127.0.0.1:${port}`).join(",")}/${MASTER}`,
    servers,
    sentinels,
    master,
    stop: async () => {
      await Promise.all([...sentinels, ...servers].map((server) => server.stop()));
      await rm(directory, { recursive: true, force: true });
    },
  };
}
