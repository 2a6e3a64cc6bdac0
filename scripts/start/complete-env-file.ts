import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import { parseEnv } from "node:util";

/** The secrets that `npm start` makes where nobody gave one, and how. */
const SECRETS = {
  LITELLM_MASTER_KEY: () => `sk-${randomBytes(32).toString("base64url")}`,
  MASKER_API_KEY: () => randomBytes(32).toString("base64url"),
  MASKER_ENCRYPTION_KEY: () => randomBytes(32).toString("base64"),
  REDIS_PASSWORD: () => randomBytes(32).toString("base64url"),
  UI_PASSWORD: () => randomBytes(18).toString("base64url"),
  LITELLM_SALT_KEY: () => `sk-${randomBytes(32).toString("base64url")}`,
  POSTGRES_PASSWORD: () => randomBytes(32).toString("base64url"),
} as const;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Gives every secret that neither the environment nor the file has a fresh value in the file, which starts as a copy of
 * the example and is for its owner only (0600). What stands in the file stays, byte for byte. Returns the names it made.
 */
export async function completeEnvFile(file: string, example: string, environment: Environment): Promise<string[]> {
  const before = await readFile(existsSync(file) ? file : example, "utf8");
  const given: Environment = parseEnv(before);
  const missing = Object.entries(SECRETS).filter(([name]) => !environment[name] && !given[name]);
  if (missing.length === 0) return [];
  const after = missing.reduce((text, [name, make]) => setVariable(text, name, make()), before);
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, after, { mode: 0o600, flag: "wx" });
  await rename(draft, file);
  return missing.map(([name]) => name);
}

/** Fills the empty `NAME=` line, or adds one at the end. */
function setVariable(text: string, name: string, value: string): string {
  const emptyLine = new RegExp(`^${name}=[ \\t]*(?:""|'')?[ \\t]*$`, "m");
  if (emptyLine.test(text)) return text.replace(emptyLine, () => `${name}=${value}`);
  return `${text}${text === "" || text.endsWith("\n") ? "" : "\n"}${name}=${value}\n`;
}
