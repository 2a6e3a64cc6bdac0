import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { RULES } from "./documented-rules.ts";
import { openPatientStore } from "./open-store.ts";
import { freePort } from "../e2e/chain/free-port.ts";
import { startRedis, type RedisServer } from "./redis-server.ts";
import { useEverything } from "./use-everything.ts";

let redis: RedisServer;

beforeEach(async () => {
  redis = await startRedis({ settings: { requirepass: "pass word/@:" } });
});

afterEach(() => redis.stop());

async function readiness(url: string): Promise<string> {
  const store = await openPatientStore(url);
  const outcome = await store.ready().then(() => "ready", String);
  await store.close();
  return outcome;
}

describe("ready tells", () => {
  test("that all is well", async () => {
    expect(await readiness(redis.url)).toBe("ready");
  });

  test("an unreachable Redis", async () => {
    const port = await freePort();
    expect(await readiness(`redis://127.0.0.1:${port}`)).toMatch(/refuses connections; check REDIS_URL/);
    expect(await readiness("redis://no-such-host.invalid:6379")).toMatch(/host of Redis is unknown|does not answer/);
  });

  test("a missing and a wrong password, without showing one", async () => {
    expect(await readiness(`redis://127.0.0.1:${redis.port}`)).toMatch(/asks for a password; put it into REDIS_URL/);
    const wrong = await readiness(`redis://:not-the-one@127.0.0.1:${redis.port}`);
    expect(wrong).toMatch(/refuses this user or password; correct them in REDIS_URL/);
    expect(wrong).not.toMatch(/not-the-one/);
  });

  test("that an ACL user with the documented rules is enough", async () => {
    await redis.cli("ACL", "SETUSER", "masker", "on", ">secret", ...RULES);
    const url = `redis://masker:secret@127.0.0.1:${redis.port}`;
    expect(await readiness(url)).toBe("ready");
    await useEverything(url, "acl");
  });

  test.each([
    ["a command", "-evalsha", /ACL of this Redis user denies evalsha/],
    ["a command inside the scripts", "-hincrby", /ACL of this Redis user denies hincrby;/],
    ["the keys", "resetkeys", /ACL of this Redis user denies keys masker:\*/],
    ["the channel", "resetchannels", /ACL of this Redis user denies channel masker:\*/],
  ])("which ACL rule is missing: %s", async (_, rule, expected) => {
    await redis.cli("ACL", "SETUSER", "masker", "on", ">secret", ...RULES, rule);
    expect(await readiness(`redis://masker:secret@127.0.0.1:${redis.port}`)).toMatch(expected);
  });
});
