import type { Settings } from "./read-settings.ts";

type Environment = Readonly<Record<string, string>>;

/** What any program needs of the shell's environment. */
const BASICS = /^(?:PATH|HOME|USER|LOGNAME|SHELL|TMPDIR|TZ|LANG|LC_.*|SSL_CERT_.*|NODE_EXTRA_CA_CERTS|NODE_ENV)$/;

/** Claude Code's own variables: they name this gateway, and LiteLLM would take them for the provider and call itself. */
const CLIENT_SIDE = /_BASE_URL$|^ANTHROPIC_AUTH_TOKEN$|^ANTHROPIC_CUSTOM_HEADERS$|^CLAUDE/;

/** The masker's alone: LiteLLM can neither open a ticket nor read a mapping, nor act as an admin. */
const MASKER_ONLY = /^MASKER_(?:PREVIOUS_)?ENCRYPTION_KEYS?$|^MASKER_KEYS$|^REDIS_/;

/** The database's: what LiteLLM needs of it is handed over beside its settings, or it does without. */
const DATABASE = /^DATABASE_|^DIRECT_URL$|^POSTGRES_/;

/** What the Prisma CLI needs beyond the basics: its own settings, and a way to its downloads. */
const FOR_DOWNLOADS = /^PRISMA_|^(?:HTTPS?|NO)_PROXY$|^npm_config_/i;

/** Without compiled modules every start would take five seconds more. */
const UNCOMPILED = "PYTHONDONTWRITEBYTECODE";

const LOOPBACK = "127.0.0.1,localhost,::1";

/**
 * What LiteLLM is started with anywhere, so that it knows only what it is given, and says at once what it does. In containers
 * deploy/litellm/start-litellm.sh says the same.
 */
export const LITELLM_BASICS: Environment = {
  // Else it reads .env by itself, from the folder above its packages: all that was kept from it here.
  PYTHON_DOTENV_DISABLED: "1",
  // Else it fetches each of these from the network before it starts.
  LITELLM_LOCAL_MODEL_COST_MAP: "True",
  LITELLM_LOCAL_ANTHROPIC_BETA_HEADERS: "True",
  LITELLM_LOCAL_AUTOROUTER_PRESETS: "True",
  LITELLM_LOCAL_BLOG_POSTS: "True",
  LITELLM_LOCAL_POLICY_TEMPLATES: "True",
  PYTHONUNBUFFERED: "1",
};

/** The masker gets its settings and nothing of the providers' keys. */
export function maskerEnvironment(settings: Settings, redisUrl: string): Environment {
  const isItsOwn = (name: string): boolean =>
    BASICS.test(name) || /^(?:MASKER_|OTEL_)/.test(name) || name === "LOG_LEVEL";
  return { ...pick(settings.environment, isItsOwn), REDIS_URL: redisUrl };
}

/** LiteLLM gets the providers' keys, but no secret of the masker's and none of the variables that point at itself. */
export function litellmEnvironment(settings: Settings, database: Environment = {}): Environment {
  const { environment } = settings;
  const isItsOwn = (name: string): boolean =>
    !CLIENT_SIDE.test(name) && !MASKER_ONLY.test(name) && !DATABASE.test(name) && name !== UNCOMPILED;
  const isOwnKey = environment["ANTHROPIC_API_KEY"] === settings.litellm.masterKey;
  const isProviders = (name: string): boolean => isItsOwn(name) && !(isOwnKey && name === "ANTHROPIC_API_KEY");
  const noProxy = [environment["NO_PROXY"], environment["no_proxy"], LOOPBACK].filter(Boolean).join(",");
  return {
    ...pick(environment, isProviders),
    ...database,
    MASKER_HOST: settings.masker.host,
    MASKER_PORT: String(settings.masker.port),
    NO_PROXY: noProxy,
    no_proxy: noProxy,
    ...LITELLM_BASICS,
  };
}

/** The Prisma CLI gets no secret: it is npm packages that are fetched when they are needed. */
export function prismaEnvironment(settings: Settings): Environment {
  return pick(settings.environment, (name) => BASICS.test(name) || FOR_DOWNLOADS.test(name));
}

/** Redis and PostgreSQL get no secret: their passwords come by standard input. */
export function storeEnvironment(settings: Settings): Environment {
  return pick(settings.environment, (name) => BASICS.test(name));
}

function pick(environment: Environment, isWanted: (name: string) => boolean): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => isWanted(name)));
}
