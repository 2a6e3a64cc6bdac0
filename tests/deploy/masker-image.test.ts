import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { freePort } from "../e2e/chain/free-port.ts";
import { REPOSITORY } from "../e2e/chain/repository.ts";
import { startRedis } from "../store/redis-server.ts";
import { readText } from "./compose-file.ts";
import { madeEnv } from "./made-env.ts";
import { readDockerfile } from "./read-dockerfile.ts";

interface Lock {
  readonly packages: Readonly<
    Record<string, { readonly dev?: boolean; readonly devOptional?: boolean; readonly optional?: boolean }>
  >;
}

let image: string;

/** What the Dockerfile puts into /app: its COPY lines done with cp, `npm ci --omit=dev` with the lock's own marks. */
beforeAll(async () => {
  image = await mkdtemp(path.join(tmpdir(), "masker-image-"));
  for (const { name, words } of await readDockerfile("deploy/masker/Dockerfile")) {
    const [target = "", ...sources] = words
      .split(" ")
      .filter((word) => !word.startsWith("--"))
      .toReversed();
    if (name !== "COPY" || words.includes("--from=")) continue;
    for (const source of sources) {
      const place = target.endsWith("/") ? path.join(target, path.basename(source)) : target;
      await cp(path.join(REPOSITORY, source), path.join(image, place), { recursive: true });
    }
  }
  const lock = JSON.parse(await readText("package-lock.json")) as Lock;
  for (const [place, { dev, devOptional, optional }] of Object.entries(lock.packages)) {
    if (place === "" || dev === true || devOptional === true) continue;
    // Of a package with a build per platform only this machine's is installed.
    if (optional === true && !existsSync(path.join(REPOSITORY, place))) continue;
    await mkdir(path.dirname(path.join(image, place)), { recursive: true });
    await cp(path.join(REPOSITORY, place), path.join(image, place), { recursive: true });
  }
  return () => rm(image, { recursive: true });
});

test("the masker runs from what is in its image alone, and its health check tells ready from not ready", async () => {
  const redis = await startRedis();
  onTestFinished(() => redis.stop());
  const { MASKER_API_KEY = "", MASKER_ENCRYPTION_KEY = "" } = await madeEnv();
  const port = String(await freePort());
  const instructions = await readDockerfile("deploy/masker/Dockerfile");
  const command = (name: string): string[] =>
    JSON.parse(/\[.*\]$/.exec(instructions.find((line) => line.name === name)?.words ?? "")?.[0] ?? "[]") as string[];
  const env = { PATH: path.dirname(process.execPath), MASKER_HOST: "127.0.0.1", MASKER_PORT: port };
  const [node = "", ...words] = command("HEALTHCHECK");
  const checkHealth = () => execa(node, words, { env, extendEnv: false, reject: false });

  expect((await checkHealth()).exitCode).toBe(1);
  const secrets = { MASKER_API_KEY, MASKER_ENCRYPTION_KEY, REDIS_URL: redis.url, MASKER_PROFILE: "" };
  const masker = spawn("/bin/sh", [path.join(image, "usr/local/bin/run-with-settings.sh"), ...command("CMD")], {
    cwd: image,
    env: { ...env, PATH: `${env.PATH}:/usr/bin:/bin`, ...secrets },
    stdio: "ignore",
  });
  await expect.poll(async () => (await checkHealth()).exitCode, { timeout: 20_000 }).toBe(0);
  await redis.kill();
  await expect.poll(async () => (await checkHealth()).exitCode, { timeout: 20_000 }).toBe(1);
  // The shell has given its place to Node, so the signal of a container's stop reaches it.
  masker.kill("SIGTERM");
  expect(await once(masker, "exit")).toEqual([0, null]);
});

test("no test, no tool and no key is in it", () => {
  for (const name of ["tests", "scripts", ".env", ".git", "node_modules/vitest", "node_modules/typescript"]) {
    expect(existsSync(path.join(image, name)), name).toBe(false);
  }
});

describe("settings handed over as files", () => {
  test("become variables, empty ones are taken away, and all else stays", async () => {
    const directory = await mkdtemp(path.join(tmpdir(), "masker-secrets-"));
    onTestFinished(() => rm(directory, { recursive: true }));
    await execa("sh", ["-c", 'printf %s "a=b c" >MASKER_API_KEY; echo x >lower; echo y >9TH'], { cwd: directory });
    const script = path.join(REPOSITORY, "deploy/run-with-settings.sh");
    const { stdout } = await execa("sh", [script, "env"], {
      env: { PATH: "/usr/bin:/bin", SECRETS_DIRECTORY: directory, EMPTY: "", KEPT: "1", LINES: "one\nKEPT=\ntwo" },
      extendEnv: false,
    });
    expect(
      stdout
        .split("\n")
        .filter((line) => !/^(?:PWD|_|SHLVL|OLDPWD)=/.test(line))
        .toSorted(),
    ).toEqual([
      "KEPT=",
      "KEPT=1",
      "LINES=one",
      "MASKER_API_KEY=a=b c",
      "PATH=/usr/bin:/bin",
      `SECRETS_DIRECTORY=${directory}`,
      "two",
    ]);
  });
});
