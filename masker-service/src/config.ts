import { z } from "zod";
import { MaskerError } from "./errors.ts";
import type { NamedKey } from "./http/caller.ts";
import { GATEWAY, readKeys } from "./http/read-keys.ts";
import { isStrongKey } from "./is-strong-key.ts";
import { limitsOf, type Limits } from "./limits.ts";
import type { LoadOptions } from "./patterns/load.ts";
import { POLICY_FIELDS } from "./policy/policy.ts";
import type { PolicySettings } from "./policy/resolve-policy.ts";

const MAKE_A_KEY = "make one with: openssl rand -base64 32";
const MEBIBYTE = 1024 * 1024;

const encryptionKey = z
  .string(`is missing; ${MAKE_A_KEY}`)
  .refine((key) => Buffer.from(key, "base64").length === 32, `must be 32 random bytes in base64; ${MAKE_A_KEY}`)
  .refine((key) => isStrongKey(key, 32), `is too weak; ${MAKE_A_KEY}`);

function atLeast(least: number, otherwise: number) {
  return z.coerce.number(`must be a number, at least ${least}`).int().min(least).default(otherwise);
}
const names = z.string().default("").transform(splitList);

const schema = z.object({
  MASKER_HOST: z.string().default("127.0.0.1"),
  MASKER_PORT: z.coerce.number("must be a port, 0 to 65535").int().min(0).max(65535).default(8080),
  MASKER_WORKERS: z.coerce.number("must be a number of processes, 1 to 64").int().min(1).max(64).default(1),
  MASKER_API_KEY: z
    .string(`is missing; ${MAKE_A_KEY}`)
    .refine((key) => isStrongKey(key, 24), `is too short, too regular or well known; ${MAKE_A_KEY}`),
  MASKER_KEYS: z
    .string()
    .default("")
    .transform((list, context) => {
      const { keys, problems } = readKeys(list, (key) => isStrongKey(key, 24));
      for (const message of problems) context.addIssue(message);
      return keys;
    }),
  MASKER_AUDIT_FILE: z.string().optional(),
  MASKER_ENCRYPTION_KEY: encryptionKey,
  MASKER_PREVIOUS_ENCRYPTION_KEYS: z.string().default("").transform(splitList).pipe(z.array(encryptionKey)),
  REDIS_URL: z
    .string(
      "is missing; give the address of a Redis, redis://:password@127.0.0.1:6379, or use `npm start`, which runs one",
    )
    .regex(
      /^(?:rediss?(?:\+sentinel|\+cluster)?|unix):\/\//,
      "must be a URL that starts with redis:// or rediss://, or another of the forms in docs/store.md",
    ),
  MASKER_TTL_SECONDS: z.coerce.number("must be a number of seconds").int().min(60).default(604_800),
  MASKER_BODY_LIMIT_BYTES: z.coerce
    .number("must be a number of bytes")
    .int()
    .positive()
    .default(32 * MEBIBYTE),
  MASKER_BODY_TIMEOUT_SECONDS: atLeast(1, 30),
  MASKER_DRAIN_SECONDS: atLeast(0, 600),
  MASKER_MAX_CONCURRENT: atLeast(1, 64),
  MASKER_MAX_QUEUE: atLeast(0, 512),
  MASKER_MAX_STREAMS: atLeast(1, 2000),
  MASKER_MAX_STRINGS: atLeast(1, 200_000),
  MASKER_MAX_DEPTH: atLeast(1, 1000),
  MASKER_MAX_MATCHES: atLeast(1, 200_000),
  MASKER_RATE_PER_MINUTE: atLeast(0, 0),
  MASKER_PATTERN_DIRECTORIES: z
    .string()
    .default("")
    .transform((list) => list.split(":").filter((directory) => directory !== "")),
  MASKER_PROFILE: z.enum(["strict", "default", "secrets"], "must be strict, default or secrets").default("default"),
  MASKER_KINDS_ON: names,
  MASKER_KINDS_OFF: names,
  MASKER_DENY_FILE: z.string().optional(),
  MASKER_ALLOW_FILE: z.string().optional(),
  MASKER_AUDIT_MODE: z.enum(["on", "off"], "must be on or off").default("off"),
  MASKER_IMAGES: z.enum(["allow", "block"], "must be allow or block").default("allow"),
  MASKER_GUARD: z.enum(["warn", "block"], "must be warn or block").default("warn"),
  MASKER_POLICY_MINIMUM: z
    .string()
    .default("audit")
    .transform((listed) => (listed === "none" ? [] : splitList(listed)))
    .pipe(z.array(z.enum(POLICY_FIELDS, `must be none, or of ${POLICY_FIELDS.join(", ")}`))),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url("must be a URL, such as http://collector:4318").optional(),
  OTEL_SERVICE_NAME: z.string().default("masker"),
  LOG_LEVEL: z.enum(["error", "warn", "info", "debug"], "must be error, warn, info or debug").default("info"),
});

const patternSchema = schema.pick({
  MASKER_PATTERN_DIRECTORIES: true,
  MASKER_PROFILE: true,
  MASKER_KINDS_ON: true,
  MASKER_KINDS_OFF: true,
  MASKER_DENY_FILE: true,
  MASKER_ALLOW_FILE: true,
});

/** The settings of one masker process. Keys are in base64, as given; times in seconds; sizes in bytes. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** LiteLLM's key first, then those of MASKER_KEYS. */
  readonly keys: readonly NamedKey[];
  /** Where the audit log goes; to standard output, marked, if undefined. */
  readonly auditFile: string | undefined;
  /** Processes that share the port. */
  readonly workers: number;
  /** Newest first: the first encrypts, the others only decrypt. */
  readonly encryptionKeys: readonly [string, ...string[]];
  readonly redisUrl: string;
  readonly ttlSeconds: number;
  readonly bodyLimitBytes: number;
  readonly limits: Limits;
  /** How long open streams may go on after a signal to stop. */
  readonly drainSeconds: number;
  /** Without the directory of those that come with the masker. */
  readonly patterns: LoadOptions;
  readonly policy: PolicySettings;
  /** Where traces go; none are made if undefined. */
  readonly traces: { readonly endpoint: string; readonly serviceName: string } | undefined;
  readonly logLevel: "error" | "warn" | "info" | "debug";
}

/** Reads the settings from environment variables; throws MaskerError `bad_config` naming each one that is wrong. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const settings = parseSettings(schema, environment);
  const twin = settings.MASKER_KEYS.find(({ key }) => key === settings.MASKER_API_KEY);
  if (twin !== undefined) {
    throw new MaskerError("bad_config", `MASKER_KEYS entry ${twin.name}: it has the same key as MASKER_API_KEY`);
  }
  return {
    host: settings.MASKER_HOST,
    port: settings.MASKER_PORT,
    keys: [{ name: GATEWAY, role: "gateway", key: settings.MASKER_API_KEY }, ...settings.MASKER_KEYS],
    auditFile: settings.MASKER_AUDIT_FILE,
    workers: settings.MASKER_WORKERS,
    encryptionKeys: [settings.MASKER_ENCRYPTION_KEY, ...settings.MASKER_PREVIOUS_ENCRYPTION_KEYS],
    redisUrl: settings.REDIS_URL,
    ttlSeconds: settings.MASKER_TTL_SECONDS,
    bodyLimitBytes: settings.MASKER_BODY_LIMIT_BYTES,
    limits: limitsOf(settings),
    drainSeconds: settings.MASKER_DRAIN_SECONDS,
    patterns: toLoadOptions(settings),
    policy: {
      defaults: {
        profile: settings.MASKER_PROFILE,
        audit: settings.MASKER_AUDIT_MODE === "on",
        images: settings.MASKER_IMAGES,
        guard: settings.MASKER_GUARD,
      },
      minimum: new Set(settings.MASKER_POLICY_MINIMUM),
    },
    traces:
      settings.OTEL_EXPORTER_OTLP_ENDPOINT === undefined
        ? undefined
        : { endpoint: settings.OTEL_EXPORTER_OTLP_ENDPOINT, serviceName: settings.OTEL_SERVICE_NAME },
    logLevel: settings.LOG_LEVEL,
  };
}

/** The same of what is masked alone, for commands that mask nothing. */
export function readPatternConfig(environment: Readonly<Record<string, string | undefined>>): LoadOptions {
  return toLoadOptions(parseSettings(patternSchema, environment));
}

function parseSettings<Schema extends z.ZodType>(
  settings: Schema,
  environment: Readonly<Record<string, string | undefined>>,
): z.output<Schema> {
  const parsed = settings.safeParse(withoutEmpty(environment));
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `${issue.path[0]?.toString() ?? "environment"} ${issue.message}`);
  throw new MaskerError("bad_config", [...new Set(wrong)].join("; "));
}

function toLoadOptions(settings: z.output<typeof patternSchema>): LoadOptions {
  return {
    directories: settings.MASKER_PATTERN_DIRECTORIES,
    profile: settings.MASKER_PROFILE,
    on: settings.MASKER_KINDS_ON,
    off: settings.MASKER_KINDS_OFF,
    denyFile: settings.MASKER_DENY_FILE,
    allowFile: settings.MASKER_ALLOW_FILE,
  };
}

/** `MASKER_PORT=` in an .env file means "not set". */
function withoutEmpty(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).filter((entry): entry is [string, string] => !!entry[1]));
}

function splitList(text: string): string[] {
  return text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}
