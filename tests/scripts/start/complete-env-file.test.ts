import { existsSync } from "node:fs";
import { readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseEnv } from "node:util";
import { expect, test } from "vitest";
import { completeEnvFile } from "../../../scripts/start/complete-env-file.ts";
import { readSettings } from "../../../scripts/start/read-settings.ts";
import { temporaryDirectory } from "../temporary-directory.ts";

const EXAMPLE = path.resolve(import.meta.dirname, "../../../.env.example");
const SECRETS =
  "LITELLM_MASTER_KEY MASKER_API_KEY MASKER_ENCRYPTION_KEY REDIS_PASSWORD UI_PASSWORD LITELLM_SALT_KEY POSTGRES_PASSWORD".split(
    " ",
  );

test("a first start makes every secret, strong enough to be accepted and for the owner's eyes alone", async () => {
  const file = path.join(await temporaryDirectory(), ".env");
  expect(await completeEnvFile(file, EXAMPLE, {})).toEqual(SECRETS);

  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const made = parseEnv(await readFile(file, "utf8"));
  expect(Buffer.from(made["MASKER_ENCRYPTION_KEY"] ?? "", "base64")).toHaveLength(32);
  expect(readSettings(file, {}).litellm.masterKey).toBe(made["LITELLM_MASTER_KEY"]);
});

test("no two first starts make the same secret", async () => {
  const directory = await temporaryDirectory();
  const files = [path.join(directory, "a"), path.join(directory, "b")];
  for (const file of files) await completeEnvFile(file, EXAMPLE, {});
  const [one, other] = await Promise.all(files.map(async (file) => parseEnv(await readFile(file, "utf8"))));
  for (const name of SECRETS) expect(one?.[name]).not.toBe(other?.[name]);
});

test("a second start changes nothing", async () => {
  const file = path.join(await temporaryDirectory(), ".env");
  await completeEnvFile(file, EXAMPLE, {});
  const before = await readFile(file, "utf8");
  expect(await completeEnvFile(file, EXAMPLE, {})).toEqual([]);
  expect(await readFile(file, "utf8")).toBe(before);
});

test("what a person wrote stays byte for byte; empty secrets are filled and absent ones added", async () => {
  const file = path.join(await temporaryDirectory(), ".env");
  const written = "# mine\r\nMASKER_API_KEY='kept'\nMASKER_ENCRYPTION_KEY=\n  ANTHROPIC_API_KEY = key # note";
  await writeFile(file, written);
  expect(await completeEnvFile(file, EXAMPLE, {})).toEqual(SECRETS.filter((name) => name !== "MASKER_API_KEY"));

  const lines = (await readFile(file, "utf8")).split("\n");
  expect(lines[0]).toBe("# mine\r");
  expect(lines[1]).toBe("MASKER_API_KEY='kept'");
  expect(lines[2]).toMatch(/^MASKER_ENCRYPTION_KEY=[\w+/]{43}=$/);
  expect(lines[3]).toBe("  ANTHROPIC_API_KEY = key # note");
  const added = SECRETS.filter((name) => name !== "MASKER_API_KEY" && name !== "MASKER_ENCRYPTION_KEY");
  expect(lines.slice(4).map((line) => line.split("=")[0])).toEqual([...added, ""]);
});

test("secrets that the shell gives are not written to the disk", async () => {
  const file = path.join(await temporaryDirectory(), ".env");
  const shell = Object.fromEntries(SECRETS.map((name) => [name, "given"]));
  expect(await completeEnvFile(file, EXAMPLE, shell)).toEqual([]);
  expect(existsSync(file)).toBe(false);
});
