import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { readConfig } from "../masker-service/src/config.ts";
import { MaskerError } from "../masker-service/src/errors.ts";

const good = {
  MASKER_API_KEY: randomBytes(32).toString("base64"),
  MASKER_ENCRYPTION_KEY: randomBytes(32).toString("base64"),
  REDIS_URL: "redis://127.0.0.1:6379",
};

function refusal(changes: Record<string, string | undefined>): string {
  try {
    readConfig({ ...good, ...changes });
  } catch (error) {
    if (error instanceof MaskerError && error.code === "bad_config") return error.message;
    throw error;
  }
  return "accepted";
}

describe("readConfig", () => {
  test("fills in the defaults: loopback, 8080, seven days, 32 MiB", () => {
    expect(readConfig(good)).toMatchObject({
      host: "127.0.0.1",
      port: 8080,
      ttlSeconds: 604_800,
      bodyLimitBytes: 33_554_432,
      profile: "default",
      logLevel: "info",
    });
  });

  test("takes an empty setting for one that is not set", () => {
    expect(readConfig({ ...good, MASKER_PORT: "", LOG_LEVEL: "" }).port).toBe(8080);
  });

  test("puts the newest encryption key first and the previous ones after it", () => {
    const previous = [randomBytes(32), randomBytes(32)].map((key) => key.toString("base64"));
    const { encryptionKeys } = readConfig({ ...good, MASKER_PREVIOUS_ENCRYPTION_KEYS: previous.join(",") });
    expect(encryptionKeys).toEqual([good.MASKER_ENCRYPTION_KEY, ...previous]);
  });

  test.each([
    ["a missing API key", { MASKER_API_KEY: undefined }, /MASKER_API_KEY is missing.*openssl rand/],
    ["a short API key", { MASKER_API_KEY: "sk-1234" }, /MASKER_API_KEY is too short/],
    ["a long but regular API key", { MASKER_API_KEY: "a".repeat(64) }, /MASKER_API_KEY is too short or too regular/],
    ["a missing encryption key", { MASKER_ENCRYPTION_KEY: "" }, /MASKER_ENCRYPTION_KEY is missing.*openssl rand/],
    ["an encryption key of 16 bytes", { MASKER_ENCRYPTION_KEY: randomBytes(16).toString("base64") }, /32 random bytes/],
    ["an encryption key of zeros", { MASKER_ENCRYPTION_KEY: Buffer.alloc(32).toString("base64") }, /too weak/],
    ["a missing Redis", { REDIS_URL: undefined }, /REDIS_URL is missing/],
    ["a Redis address that is none", { REDIS_URL: "localhost:6379" }, /REDIS_URL must be a URL/],
    ["a port that is none", { MASKER_PORT: "http" }, /MASKER_PORT must be a port/],
    ["an unknown profile", { MASKER_PROFILE: "lax" }, /MASKER_PROFILE must be strict, default or secrets/],
    ["an unknown level", { LOG_LEVEL: "verbose" }, /LOG_LEVEL must be/],
  ])("refuses %s, naming the setting", (_case, changes, message) => {
    expect(refusal(changes)).toMatch(message);
  });

  test("names every setting that is wrong at once, and repeats no value", () => {
    const message = refusal({ MASKER_API_KEY: "hunter2hunter2", MASKER_PORT: "seven", LOG_LEVEL: "loud" });
    for (const name of ["MASKER_API_KEY", "MASKER_PORT", "LOG_LEVEL"]) expect(message).toContain(name);
    expect(message).not.toMatch(/hunter2|seven|loud/);
  });
});
