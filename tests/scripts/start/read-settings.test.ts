import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { prepareSettings } from "../../../scripts/start/prepare-settings.ts";
import { readSettings } from "../../../scripts/start/read-settings.ts";
import { temporaryDirectory } from "../temporary-directory.ts";

const GOOD = {
  LITELLM_MASTER_KEY: `sk-${randomBytes(32).toString("hex")}`,
  MASKER_API_KEY: randomBytes(32).toString("base64url"),
  MASKER_ENCRYPTION_KEY: randomBytes(32).toString("base64"),
  UI_PASSWORD: randomBytes(18).toString("base64url"),
  LITELLM_SALT_KEY: `sk-${randomBytes(32).toString("hex")}`,
  POSTGRES_PASSWORD: "given",
};
const NO_FILE = path.join(import.meta.dirname, "no-such-file");

test("the shell wins over the file, and an empty variable is none", async () => {
  const file = path.join(await temporaryDirectory(), ".env");
  await writeFile(file, "LITELLM_PORT=4100\nMASKER_PORT=8100\nMASKER_HOST=\nREDIS_URL=\n");
  const settings = readSettings(file, { ...GOOD, LITELLM_PORT: "4200", MASKER_PORT: "" });
  expect(settings.litellm.port).toBe(4200);
  expect(settings.masker).toEqual({ host: "127.0.0.1", port: 8100 });
  expect(settings.redis.url).toBeUndefined();
});

test.each([
  "redis://user:pass%40word@host:6380/2",
  "rediss://host",
  "unix:///run/redis.sock",
  "redis+sentinel://:pass@a:26379,b/master/1?sentinelPassword=x",
  "rediss+cluster://a:7000,[::1]:7001",
])("every form of REDIS_URL that the masker takes is taken: %s", (url) => {
  expect(readSettings(NO_FILE, { ...GOOD, REDIS_URL: url }).redis.url).toBe(url);
});

describe("a bad setting is refused with its name and the cure", () => {
  test.each([
    ["LITELLM_MASTER_KEY", undefined, /is missing; make one with/],
    ["LITELLM_MASTER_KEY", "sk-1234", /too weak.*make one with/],
    ["LITELLM_MASTER_KEY", "sk-1234567890abcdefghijklmnopqrstuvwxyz", /too weak/],
    ["LITELLM_MASTER_KEY", `sk-${"ab".repeat(20)}`, /too weak/],
    ["LITELLM_MASTER_KEY", randomBytes(32).toString("hex"), /must start with sk-/],
    ["MASKER_API_KEY", "", /is missing; make one with/],
    ["MASKER_API_KEY", "changeme-changeme-changeme-0123456789", /too weak/],
    ["MASKER_ENCRYPTION_KEY", undefined, /is missing; make one with/],
    ["MASKER_ENCRYPTION_KEY", randomBytes(16).toString("base64"), /32 random bytes in base64/],
    ["MASKER_ENCRYPTION_KEY", Buffer.alloc(32).toString("base64"), /too weak/],
    ["LITELLM_PORT", "forty", /must be a port/],
    ["MASKER_PORT", "70000", /MASKER_PORT/],
    ["REDIS_URL", "localhost:6379", /must start with redis/],
    ["REDIS_URL", "redis+sentinel://a,b", /another of the forms in docs\/store\.md/],
    ["UI_PASSWORD", "admin-admin-2026!", /too weak to guard your keys; make one with/],
    ["UI_PASSWORD", "s3cr3T-short", /too weak/],
    ["LITELLM_SALT_KEY", "sk-1234", /too weak.*make one with/],
    ["DATABASE_URL", "mysql://litellm:geheim@127.0.0.1/litellm", /must be postgresql/],
  ])("%s=%s", (name, value, message) => {
    const read = (): unknown => readSettings(NO_FILE, { ...GOOD, [name]: value });
    expect(read).toThrow(message);
    expect(read).toThrow(name);
  });

  test("several at once are named together, and no value is repeated", () => {
    const read = (): unknown =>
      readSettings(NO_FILE, { ...GOOD, LITELLM_MASTER_KEY: "sk-1234", MASKER_API_KEY: "geheim" });
    expect(read).toThrow(/LITELLM_MASTER_KEY[^]*MASKER_API_KEY/);
    expect(read).not.toThrow(/sk-1234|geheim/);
  });
});

test("in production a missing secret is refused instead of made", async () => {
  const file = path.join(await temporaryDirectory(), ".env");
  await expect(prepareSettings(file, { NODE_ENV: "production" })).rejects.toThrow(/MASKER_ENCRYPTION_KEY is missing/);
});

test.each(["http://127.0.0.1:4000", "http://localhost:4000/v1", "http://[::1]:4000"])(
  "an upstream that is the gateway itself is refused: %s",
  async (ANTHROPIC_API_BASE) => {
    const prepared = prepareSettings(NO_FILE, { ...GOOD, REDIS_PASSWORD: "given", ANTHROPIC_API_BASE });
    await expect(prepared).rejects.toThrow(/ANTHROPIC_API_BASE: points at this gateway itself/);
  },
);

test("an upstream on another port of this machine is accepted", async () => {
  const shell = { ...GOOD, REDIS_PASSWORD: "given", ANTHROPIC_API_BASE: "http://127.0.0.1:4001" };
  expect((await prepareSettings(NO_FILE, shell)).environment["ANTHROPIC_API_BASE"]).toBe("http://127.0.0.1:4001");
});
