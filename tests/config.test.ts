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
  test("fills in the defaults: loopback, 8080, seven days, 32 MiB, ten minutes for open streams", () => {
    expect(readConfig(good)).toMatchObject({
      host: "127.0.0.1",
      port: 8080,
      ttlSeconds: 604_800,
      bodyLimitBytes: 33_554_432,
      drainSeconds: 600,
      policy: {
        defaults: { profile: "default", audit: false, images: "allow", guard: "warn" },
        minimum: new Set(["audit"]),
      },
      logLevel: "info",
    });
  });

  test("takes an empty setting for one that is not set", () => {
    expect(readConfig({ ...good, MASKER_PORT: "", LOG_LEVEL: "" }).port).toBe(8080);
  });

  test("reads lists of kinds and of fields, separated by commas, and none", () => {
    const settings = { MASKER_KINDS_ON: "email, personal", MASKER_POLICY_MINIMUM: "profile,images" };
    expect(readConfig({ ...good, ...settings })).toMatchObject({
      patterns: { on: ["email", "personal"] },
      policy: { minimum: new Set(["profile", "images"]) },
    });
    expect(readConfig({ ...good, MASKER_POLICY_MINIMUM: "none" }).policy.minimum).toEqual(new Set());
  });

  test("puts the newest encryption key first and the previous ones after it", () => {
    const previous = [randomBytes(32), randomBytes(32)].map((key) => key.toString("base64"));
    const { encryptionKeys } = readConfig({ ...good, MASKER_PREVIOUS_ENCRYPTION_KEYS: previous.join(",") });
    expect(encryptionKeys).toEqual([good.MASKER_ENCRYPTION_KEY, ...previous]);
  });

  test("takes keys with roles beside the gateway's own", () => {
    const [ci, ops] = [randomBytes(24).toString("base64"), randomBytes(24).toString("hex")];
    const { keys } = readConfig({ ...good, MASKER_KEYS: `ci:mask:${ci},\n ops.1:admin:${ops}` });
    expect(keys).toEqual([
      { name: "gateway", role: "gateway", key: good.MASKER_API_KEY },
      { name: "ci", role: "mask", key: ci },
      { name: "ops.1", role: "admin", key: ops },
    ]);
  });

  const strong = randomBytes(24).toString("hex");
  test.each([
    ["no role", "ci:xQ83kd02mvLw9sPq7rTz4uYb", /MASKER_KEYS entry 1: must be name:role:key/],
    ["a key alone", strong, /MASKER_KEYS entry 1: must be name:role:key/],
    ["an unknown role", `ci:root:${strong}`, /entry ci: its role must be one of mask, unmask, metrics, gateway, admin/],
    ["a role of Object's own", `ci:constructor:${strong}`, /entry ci: its role must be/],
    ["a short key", "ci:mask:sk-1234", /entry ci: its key is too short/],
    [
      "a regular key",
      `ops:admin:${strong},ci:mask:${"ab".repeat(20)}`,
      /entry ci: its key is too short, too regular or well known/,
    ],
    ["a key twice", `ops:admin:${strong},ci:mask:${strong}`, /entry ci: it has the same key as ops/],
    ["a name twice", `ci:admin:${strong}0,ci:mask:${strong}`, /entry ci: its name is taken/],
    ["the gateway's name", `gateway:mask:${strong}`, /entry gateway: its name is taken/],
    ["the gateway's key", `ci:mask:${good.MASKER_API_KEY}`, /entry ci: it has the same key as MASKER_API_KEY/],
  ])("refuses MASKER_KEYS with %s, naming the entry and never the key", (_case, list, message) => {
    const refused = refusal({ MASKER_KEYS: list });
    expect(refused).toMatch(message);
    for (const key of [strong, "xQ83", "1234", "abab", good.MASKER_API_KEY]) expect(refused).not.toContain(key);
  });

  test.each([
    ["a missing API key", { MASKER_API_KEY: undefined }, /MASKER_API_KEY is missing.*openssl rand/],
    ["a short API key", { MASKER_API_KEY: "sk-1234" }, /MASKER_API_KEY is too short/],
    [
      "an API key that everybody knows",
      { MASKER_API_KEY: "changeme-changeme-0123456789" },
      /MASKER_API_KEY is too short/,
    ],
    [
      "a long but regular API key",
      { MASKER_API_KEY: "a".repeat(64) },
      /MASKER_API_KEY is too short, too regular or well known/,
    ],
    ["a missing encryption key", { MASKER_ENCRYPTION_KEY: "" }, /MASKER_ENCRYPTION_KEY is missing.*openssl rand/],
    ["an encryption key of 16 bytes", { MASKER_ENCRYPTION_KEY: randomBytes(16).toString("base64") }, /32 random bytes/],
    ["an encryption key of zeros", { MASKER_ENCRYPTION_KEY: Buffer.alloc(32).toString("base64") }, /too weak/],
    ["a missing Redis", { REDIS_URL: undefined }, /REDIS_URL is missing/],
    ["a Redis address that is none", { REDIS_URL: "localhost:6379" }, /REDIS_URL must be a URL/],
    ["a Redis address of an unknown form", { REDIS_URL: "redis+proxy://a" }, /REDIS_URL must be a URL/],
    ["a port that is none", { MASKER_PORT: "http" }, /MASKER_PORT must be a port/],
    ["an unknown profile", { MASKER_PROFILE: "lax" }, /MASKER_PROFILE must be strict, default or secrets/],
    ["an image policy there is none of", { MASKER_IMAGES: "maybe" }, /MASKER_IMAGES must be allow or block/],
    ["a guard there is none of", { MASKER_GUARD: "off" }, /MASKER_GUARD must be warn or block/],
    ["an audit mode that is no switch", { MASKER_AUDIT_MODE: "true" }, /MASKER_AUDIT_MODE must be on or off/],
    ["a minimum of what is no field", { MASKER_POLICY_MINIMUM: "audit,all" }, /MASKER_POLICY_MINIMUM must be none, or/],
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
