import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseEnv } from "node:util";
import { z } from "zod";
import { MaskerError } from "../../masker-service/src/errors.ts";
import { isStrongKey } from "../../masker-service/src/is-strong-key.ts";
import { parseRedisUrl } from "../../masker-service/src/store/redis-url.ts";
import { REPOSITORY } from "../repository.ts";
import { SetupError } from "../setup-error.ts";

const MAKE_MASTER_KEY = 'make one with: echo "sk-$(openssl rand -hex 32)"';
const MAKE_KEY = "make one with: openssl rand -base64 32";
const MAKE_PASSWORD = "make one with: openssl rand -base64 18";

const port = z.coerce.number("must be a port, 1 to 65535").int().min(1).max(65_535);

const schema = z.object({
  DATABASE_URL: z
    .string()
    .regex(
      /^postgres(?:ql)?:\/\/[^/]+\/\w+/,
      "must be postgresql://user:password@host:port/name, or empty for a local one",
    )
    .optional(),
  LITELLM_CONFIG: z.string().default(path.join(REPOSITORY, "litellm/config.yaml")),
  LITELLM_HOST: z.string().default("127.0.0.1"),
  LITELLM_PORT: port.default(4000),
  LITELLM_MASTER_KEY: z
    .string(`is missing; ${MAKE_MASTER_KEY}`)
    .startsWith("sk-", `must start with sk-; ${MAKE_MASTER_KEY}`)
    .refine((key) => isStrongKey(key, 24), `is too weak to guard your provider keys; ${MAKE_MASTER_KEY}`),
  LITELLM_SALT_KEY: z
    .string()
    .refine((key) => isStrongKey(key, 24), `is too weak to encrypt what LiteLLM stores; ${MAKE_MASTER_KEY}`)
    .optional(),
  MASKER_HOST: z.string().default("127.0.0.1"),
  MASKER_PORT: port.default(8080),
  MASKER_API_KEY: z.string(`is missing; ${MAKE_KEY}`).refine((key) => isStrongKey(key, 24), `is too weak; ${MAKE_KEY}`),
  MASKER_ENCRYPTION_KEY: z
    .string(`is missing; ${MAKE_KEY}`)
    .refine((key) => Buffer.from(key, "base64").length === 32, `must be 32 random bytes in base64; ${MAKE_KEY}`)
    .refine((key) => isStrongKey(key, 32), `is too weak; ${MAKE_KEY}`),
  POSTGRES_PASSWORD: z.string().optional(),
  POSTGRES_PORT: port.optional(),
  REDIS_URL: z
    .string()
    .refine(
      isRedisUrl,
      "must start with redis:// or rediss://, or be another of the forms in docs/store.md, or be empty for a Redis that npm start runs",
    )
    .optional(),
  REDIS_PORT: port.optional(),
  REDIS_PASSWORD: z.string().optional(),
  UI_USERNAME: z.string().default("admin"),
  UI_PASSWORD: z
    .string()
    .refine((key) => isStrongKey(key, 16), `is too weak to guard your keys; ${MAKE_PASSWORD}`)
    .optional(),
});

/** What npm start needs to know. `environment` is the .env file with the shell's variables over it, empty ones left out. */
export interface Settings {
  readonly litellm: {
    readonly host: string;
    readonly port: number;
    readonly masterKey: string;
    readonly config: string;
  };
  readonly masker: { readonly host: string; readonly port: number };
  readonly redis: { readonly url?: string | undefined; readonly port?: number | undefined; readonly password: string };
  readonly database: Database;
  readonly environment: Readonly<Record<string, string>>;
}

interface Database {
  readonly url?: string | undefined;
  /** Of the local one. */
  readonly port?: number | undefined;
  readonly password?: string | undefined;
  /** Who signs in to LiteLLM's admin UI. */
  readonly username: string;
}

/** Reads the settings; throws SetupError that names each one that is missing, weak or malformed, and the cure. */
export function readSettings(envFile: string, shell: Readonly<Record<string, string | undefined>>): Settings {
  const environment = readEnvironment(envFile, shell);
  const parsed = schema.safeParse(environment);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `  ${issue.path[0]?.toString() ?? ""} ${issue.message}`);
    throw new SetupError(`Settings (${envFile}, or the shell):\n${[...new Set(wrong)].join("\n")}`);
  }
  const settings = parsed.data;
  return {
    litellm: {
      host: settings.LITELLM_HOST,
      port: settings.LITELLM_PORT,
      masterKey: settings.LITELLM_MASTER_KEY,
      config: path.resolve(settings.LITELLM_CONFIG),
    },
    masker: { host: settings.MASKER_HOST, port: settings.MASKER_PORT },
    redis: { url: settings.REDIS_URL, port: settings.REDIS_PORT, password: settings.REDIS_PASSWORD ?? "" },
    database: {
      url: settings.DATABASE_URL,
      port: settings.POSTGRES_PORT,
      password: settings.POSTGRES_PASSWORD,
      username: settings.UI_USERNAME,
    },
    environment,
  };
}

/** The file, where there is one, with the shell's variables over it, empty ones left out. */
export function readEnvironment(
  envFile: string,
  shell: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const file = existsSync(envFile) ? parseEnv(readFileSync(envFile, "utf8")) : {};
  return { ...withoutEmpty(file), ...withoutEmpty(shell) };
}

function withoutEmpty(variables: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).filter((entry): entry is [string, string] => !!entry[1]));
}

function isRedisUrl(url: string): boolean {
  try {
    parseRedisUrl(url);
    return true;
  } catch (error) {
    if (error instanceof MaskerError) return false;
    throw error;
  }
}
