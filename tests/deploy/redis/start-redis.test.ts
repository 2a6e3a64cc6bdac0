import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { createClient } from "redis";
import { expect, onTestFinished, test } from "vitest";
import { freePort } from "../../e2e/chain/free-port.ts";
import { REPOSITORY } from "../../e2e/chain/repository.ts";

const PASSWORD = "p4ss-of-the-test";

test("Redis starts as its container does: with its password, which no command line shows, and every write on disk", async () => {
  const directory = await mkdtemp(path.join(tmpdir(), "masker-redis-"));
  const port = await freePort();
  const deploy = path.join(REPOSITORY, "deploy/redis");
  const places = ["--port", String(port), "--bind", "127.0.0.1", "--dir", directory];
  const server = spawn("/bin/sh", [path.join(deploy, "start-redis.sh"), ...places], {
    env: {
      PATH: `/usr/bin:/bin:${path.join(REPOSITORY, ".venv/bin")}`,
      REDIS_CONFIG: path.join(deploy, "redis.conf"),
      REDIS_PASSWORD: PASSWORD,
    },
    stdio: "ignore",
  });
  onTestFinished(async () => {
    server.kill();
    if (server.exitCode === null) await once(server, "exit");
    await rm(directory, { recursive: true });
  });
  const open = (password: string) => createClient({ url: `redis://:${password}@127.0.0.1:${port}` });

  const client = open(PASSWORD).on("error", () => {}); // it tries until Redis listens
  await client.connect();
  const settings = {
    appendonly: "yes",
    appendfsync: "always",
    "aof-load-truncated": "no",
    "maxmemory-policy": "noeviction",
  };
  for (const [name, value] of Object.entries(settings)) expect(await client.configGet(name)).toEqual({ [name]: value });
  expect(Number((await client.configGet("maxmemory"))["maxmemory"])).toBe(448 * 1024 * 1024);
  await client.set("masker:one", "sealed");
  await client.close();

  const exporter = await createClient({ url: `redis://exporter:any@127.0.0.1:${port}` }).connect();
  expect(await exporter.info("memory")).toMatch(/^used_memory:\d+\r\n[^]*^maxmemory:469762048\r\n/m);
  for (const command of [
    ["GET", "masker:one"],
    ["KEYS", "*"],
    ["SCAN", "0"],
    ["CONFIG", "GET", "requirepass"],
  ]) {
    await expect(exporter.sendCommand(command), command[0]).rejects.toThrow("NOPERM");
  }
  await exporter.close();
  await expect(open("another").connect()).rejects.toThrow("WRONGPASS");
  const { stdout } = await execa("ps", ["-o", "args=", "-p", String(server.pid)]);
  expect(stdout).toContain("redis-server");
  expect(stdout).not.toContain(PASSWORD);
});
