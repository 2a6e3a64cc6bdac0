import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../e2e/chain/free-port.ts";
import type { Certificate } from "./make-certificate.ts";
import { startRedis, type RedisServer } from "./redis-server.ts";

const SLOTS = 16_384;
const WHOLE_MILLISECONDS = 30_000;
/** The bus of a node listens ten thousand further, and that must be below those that systems hand out to clients, too. */
const LAST_PORT = 20_000;

export interface RedisCluster {
  readonly url: string;
  /** Masters first, then the replica of each. Roles change in a failover. */
  readonly nodes: readonly RedisServer[];
  /** Which node is the master of a key's slot now, as the living nodes see it. */
  masterOf(key: string): Promise<RedisServer>;
  untilWhole(): Promise<void>;
  stop(): Promise<void>;
}

/** A real cluster on loopback that fails over after a second: so many masters, with no replica or one each; over TLS with a certificate. */
export async function startCluster(
  masters: number,
  replicasEach: 0 | 1,
  certificate?: Certificate,
): Promise<RedisCluster> {
  const nodes: RedisServer[] = [];
  /** What the nodes are reached at, by each other and by clients. */
  const ports: number[] = [];
  for (let index = 0; index < masters * (1 + replicasEach); index++) {
    const port = await freePort(LAST_PORT);
    const tlsPort = certificate === undefined ? port : await freePort(LAST_PORT);
    ports.push(tlsPort);
    nodes.push(
      await startRedis({
        port,
        settings: {
          "cluster-enabled": "yes",
          "cluster-node-timeout": "1000",
          "repl-diskless-sync-delay": "0",
          appendfsync: "everysec",
          ...(certificate !== undefined && { ...certificate.settings(tlsPort), "tls-cluster": "yes" }),
        },
      }),
    );
  }
  for (const node of nodes.slice(1)) await node.cli("CLUSTER", "MEET", "127.0.0.1", String(ports[0]));
  for (let index = 0; index < masters; index++) {
    const from = Math.floor((SLOTS * index) / masters);
    const to = Math.floor((SLOTS * (index + 1)) / masters) - 1;
    await nodes[index]?.cli("CLUSTER", "ADDSLOTSRANGE", `${from}`, `${to}`);
  }
  await until(async () => {
    const known = await Promise.all(nodes.map(async (node) => String(await node.cli("CLUSTER", "NODES"))));
    return known.every((lines) => lines.trim().split("\n").length === nodes.length);
  });
  for (let index = 0; index < masters * replicasEach; index++) {
    const id = await nodes[index]?.cli("CLUSTER", "MYID");
    await nodes[index + masters]?.cli("CLUSTER", "REPLICATE", String(id));
  }

  const ask = async (...command: string[]): Promise<unknown> => {
    for (const node of nodes) {
      const answer = await node.cli(...command).catch(() => undefined);
      if (answer !== undefined) return answer;
    }
    throw new Error("no node of the cluster answers");
  };
  const untilWhole = () =>
    until(async () => {
      const infos = await Promise.all(
        nodes.map(async (node) => String(await node.cli("CLUSTER", "INFO").catch(() => ""))),
      );
      const replicas = String(await ask("CLUSTER", "NODES")).match(/slave/g)?.length ?? 0;
      const inStep = await Promise.all(
        nodes.map(async (node) =>
          String(await node.cli("INFO", "replication").catch(() => "")).includes("state=online"),
        ),
      );
      return (
        infos.every((info) => info.includes("cluster_state:ok")) &&
        replicas === masters * replicasEach &&
        inStep.filter(Boolean).length === masters * replicasEach
      );
    });
  await untilWhole();
  return {
    url: `${certificate === undefined ? "redis" : "rediss"}+cluster://${ports.map((port) => `127.0.0.1:${port}`).join(",")}`,
    nodes,
    masterOf: async (key) => {
      const slot = Number(await ask("CLUSTER", "KEYSLOT", key));
      const ranges = (await ask("CLUSTER", "SLOTS")) as [number, number, [string, number]][];
      const range = ranges.find(([from, to]) => from <= slot && slot <= to);
      const master = nodes.find(({ port }) => port === range?.[2][1]);
      if (master === undefined) throw new Error(`no master serves slot ${slot}`);
      return master;
    },
    untilWhole,
    stop: async () => {
      await Promise.all(nodes.map((node) => node.stop()));
    },
  };
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + WHOLE_MILLISECONDS;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`the cluster is not whole after ${WHOLE_MILLISECONDS} ms`);
    await sleep(100);
  }
}
