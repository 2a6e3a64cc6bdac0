import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeWanted, openPatientStore } from "./open-store.ts";
import { startRedis, type RedisServer } from "./redis-server.ts";

const SCRIPT = fileURLToPath(new URL("../../scripts/keys-rotate.ts", import.meta.url));
const OLD = randomBytes(32).toString("base64");
const NEW = randomBytes(32).toString("base64");

let redis: RedisServer;
let directory: string;

beforeEach(async () => {
  redis = await startRedis();
  directory = await mkdtemp(path.join(tmpdir(), "masker-rotate-"));
});

afterEach(async () => {
  await rm(directory, { recursive: true });
  await redis.stop();
});

/** What the command printed, with its exit code at the end. */
async function rotate(keys: Readonly<Record<string, string>>): Promise<string> {
  const settings = {
    LITELLM_MASTER_KEY: `sk-${randomBytes(24).toString("hex")}`,
    MASKER_API_KEY: randomBytes(24).toString("hex"),
    REDIS_URL: redis.url,
    ...keys,
  };
  const file = path.join(directory, ".env");
  await writeFile(
    file,
    Object.entries(settings)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(""),
  );
  const options = { env: { PATH: process.env["PATH"] ?? "" }, extendEnv: false, reject: false, all: true } as const;
  const { all, exitCode } = await execa(process.execPath, [SCRIPT, "--settings", file], options);
  return `${all}\nexit ${exitCode}`;
}

test("puts all under the newest key, says when nothing is left, and shows no key", async () => {
  const store = await openPatientStore(redis.url, { encryptionKeys: [OLD] });
  await store.allot("a", makeWanted(30));
  await store.allot("b", makeWanted(12));
  await store.close();
  const keys = { MASKER_ENCRYPTION_KEY: NEW, MASKER_PREVIOUS_ENCRYPTION_KEYS: OLD };
  const first = await rotate(keys);
  expect(first).toMatch(/42 of 42, in 2 scopes/);
  expect(first).toMatch(/Run this again until nothing is left\.\nexit 0$/);
  expect(await rotate(keys)).toMatch(/Nothing was left: the older keys can go\.\nexit 0$/);
  expect(first).not.toContain(OLD);
  expect(first).not.toContain(NEW);
});

test("with one key says how a rotation is done", async () => {
  expect(await rotate({ MASKER_ENCRYPTION_KEY: NEW })).toMatch(/nothing to rotate[^]*MASKER_PREVIOUS[^]*exit 1$/);
});

test("counts what no key reads, and fails", async () => {
  const store = await openPatientStore(redis.url, { encryptionKeys: [randomBytes(32).toString("base64")] });
  await store.allot("a", makeWanted(3));
  await store.close();
  const keys = { MASKER_ENCRYPTION_KEY: NEW, MASKER_PREVIOUS_ENCRYPTION_KEYS: OLD };
  expect(await rotate(keys)).toMatch(/3 of 3 are under a key that is not configured[^]*exit 1$/);
});

test("without Redis says what to do", async () => {
  await redis.kill();
  const keys = { MASKER_ENCRYPTION_KEY: NEW, MASKER_PREVIOUS_ENCRYPTION_KEYS: OLD };
  expect(await rotate(keys)).toMatch(/Redis refuses connections; check REDIS_URL[^]*exit 1$/);
});
