import { z } from "zod";
import { MaskerError } from "./errors.ts";

const MAKE_A_KEY = "make one with: openssl rand -base64 32";
const MEBIBYTE = 1024 * 1024;

const encryptionKey = z
  .string(`is missing; ${MAKE_A_KEY}`)
  .refine((key) => Buffer.from(key, "base64").length === 32, `must be 32 random bytes in base64; ${MAKE_A_KEY}`)
  .refine((key) => isStrong(key, 32), `is too weak; ${MAKE_A_KEY}`);

const schema = z.object({
  MASKER_HOST: z.string().default("127.0.0.1"),
  MASKER_PORT: z.coerce.number("must be a port, 0 to 65535").int().min(0).max(65535).default(8080),
  MASKER_API_KEY: z
    .string(`is missing; ${MAKE_A_KEY}`)
    .refine((key) => isStrong(key, 24), `is too short or too regular; ${MAKE_A_KEY}`),
  MASKER_ENCRYPTION_KEY: encryptionKey,
  MASKER_PREVIOUS_ENCRYPTION_KEYS: z
    .string()
    .default("")
    .transform((keys) => keys.split(",").filter((key) => key !== ""))
    .pipe(z.array(encryptionKey)),
  REDIS_URL: z
    .string(
      "is missing; give the address of a Redis, redis://:password@127.0.0.1:6379, or use `npm start`, which runs one",
    )
    .regex(
      /^rediss?(\+sentinel|\+cluster)?:\/\//,
      "must be a URL that starts with redis:// or rediss://; see docs/store.md",
    ),
  MASKER_TTL_SECONDS: z.coerce.number("must be a number of seconds").int().min(60).default(604_800),
  MASKER_BODY_LIMIT_BYTES: z.coerce
    .number("must be a number of bytes")
    .int()
    .positive()
    .default(32 * MEBIBYTE),
  MASKER_PATTERN_DIRECTORIES: z
    .string()
    .default("")
    .transform((list) => list.split(":").filter((directory) => directory !== "")),
  MASKER_PROFILE: z.enum(["strict", "default", "secrets"], "must be strict, default or secrets").default("default"),
  LOG_LEVEL: z.enum(["error", "warn", "info", "debug"], "must be error, warn, info or debug").default("info"),
});

/** The settings of one masker process. Keys are in base64, as given; times in seconds; sizes in bytes. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly apiKey: string;
  /** Newest first: the first encrypts, the others only decrypt. */
  readonly encryptionKeys: readonly [string, ...string[]];
  readonly redisUrl: string;
  readonly ttlSeconds: number;
  readonly bodyLimitBytes: number;
  readonly patternDirectories: readonly string[];
  readonly profile: "strict" | "default" | "secrets";
  readonly logLevel: "error" | "warn" | "info" | "debug";
}

/** Reads the settings from environment variables; throws MaskerError `bad_config` naming each one that is wrong. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const parsed = schema.safeParse(withoutEmpty(environment));
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path[0]?.toString() ?? "environment"} ${issue.message}`);
    throw new MaskerError("bad_config", [...new Set(wrong)].join("; "));
  }
  const settings = parsed.data;
  return {
    host: settings.MASKER_HOST,
    port: settings.MASKER_PORT,
    apiKey: settings.MASKER_API_KEY,
    encryptionKeys: [settings.MASKER_ENCRYPTION_KEY, ...settings.MASKER_PREVIOUS_ENCRYPTION_KEYS],
    redisUrl: settings.REDIS_URL,
    ttlSeconds: settings.MASKER_TTL_SECONDS,
    bodyLimitBytes: settings.MASKER_BODY_LIMIT_BYTES,
    patternDirectories: settings.MASKER_PATTERN_DIRECTORIES,
    profile: settings.MASKER_PROFILE,
    logLevel: settings.LOG_LEVEL,
  };
}

/** `MASKER_PORT=` in an .env file means "not set". */
function withoutEmpty(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).filter((entry): entry is [string, string] => !!entry[1]));
}

function isStrong(key: string, length: number): boolean {
  return key.length >= length && new Set(key).size >= 10;
}
