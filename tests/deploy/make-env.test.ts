import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseEnv } from "node:util";
import { execa } from "execa";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { REPOSITORY } from "../e2e/chain/repository.ts";

let directory: string;
let file: string;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "masker-env-"));
  file = path.join(directory, ".env");
  onTestFinished(() => rm(directory, { recursive: true }));
});

async function make(): Promise<string> {
  await execa("sh", [path.join(REPOSITORY, "deploy/make-env.sh"), directory]);
  return readFile(file, "utf8");
}

test("makes strong, different secrets, in a file for its owner only", async () => {
  const text = await make();
  const secrets = [...text.matchAll(/^([A-Z_]*(?:KEY|PASSWORD))=(.+)$/gm)];
  expect(secrets).toHaveLength(8);
  expect(new Set(secrets.map(([, , value]) => value)).size).toBe(8);
  for (const [, name, value] of secrets) expect(value?.length, name).toBeGreaterThanOrEqual(44);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test("the second run changes nothing", async () => {
  const before = await make();
  expect(await make()).toBe(before);
});

test("completes the file of npm start and leaves what stands there, byte for byte", async () => {
  const mine = "# mine\nMASKER_API_KEY=kept-as-it-is\nLITELLM_MASTER_KEY=\nEDGE_PORT=9000";
  await writeFile(file, mine);
  const text = await make();
  const settings = parseEnv(text);
  expect(text.startsWith("# mine\nMASKER_API_KEY=kept-as-it-is\nLITELLM_MASTER_KEY=sk-")).toBe(true);
  expect(settings).toMatchObject({ EDGE_PORT: "9000", UI_USERNAME: "admin" });
  expect(settings["MASKER_ENCRYPTION_KEY"]).toHaveLength(44);
  expect(text.match(/^EDGE_PORT=/gm)).toHaveLength(1);
});
