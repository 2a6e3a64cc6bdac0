import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../e2e/chain/free-port.ts";
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

/** A master with so many replicas, and so many sentinels, on loopback: they fail over after a second. `settings` are every server's. */
export async function startSentinels(
  replicas: number,
  count: number,
  settings: Readonly<Record<string, string>> = {},
): Promise<RedisSentinels> {
  const shared = { appendfsync: "everysec", "repl-diskless-sync-delay": "0", ...settings };
  const first = await startRedis({ settings: shared });
  const servers = [first];
  while (servers.length <= replicas) {
    servers.push(await startRedis({ settings: { ...shared, replicaof: `127.0.0.1 ${first.port}` } }));
  }
  const directory = await mkdtemp(path.join(tmpdir(), "masker-sentinel-"));
  const sentinels: RedisServer[] = [];
  for (let index = 0; index < count; index++) {
    const file = path.join(directory, `${index}.conf`);
    await writeFile(
      file,
      [
        `sentinel monitor ${MASTER} 127.0.0.1 ${first.port} ${Math.floor(count / 2) + 1}`,
        `sentinel down-after-milliseconds ${MASTER} 1000`,
        `sentinel failover-timeout ${MASTER} 5000`,
        "",
      ].join("\n"),
    );
    sentinels.push(await startRedis({ sentinel: file, port: await freePort() }));
  }
  const master = async () => {
    for (const sentinel of sentinels) {
      const answer = await sentinel.cli("SENTINEL", "GET-MASTER-ADDR-BY-NAME", MASTER).catch(() => undefined);
      const found = Array.isArray(answer) ? servers.find(({ port }) => port === Number(answer[1])) : undefined;
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
    url: `redis+sentinel://${sentinels.map(({ port }) => `127.0.0.1:${port}`).join(",")}/${MASTER}`,
    servers,
    sentinels,
    master,
    stop: async () => {
      await Promise.all([...sentinels, ...servers].map((server) => server.stop()));
      await rm(directory, { recursive: true, force: true });
    },
  };
}
