import { mkdtemp, readFile, rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createAudit, type AuditEntry } from "../masker-service/src/audit.ts";
import { createLog } from "../masker-service/src/log.ts";
import { recordLog } from "./http/record-log.ts";

const ENTRY: AuditEntry = {
  action: "unmask",
  who: "ops",
  role: "admin",
  scope: "team:a",
  requestId: "r-1",
  count: 1,
};

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "masker-audit-"));
});
afterEach(async () => {
  await rm(directory, { recursive: true });
});

test("without a file entries are marked lines of the log", async () => {
  const log = createLog("info");
  const lines = recordLog(log);
  const audit = await createAudit(undefined, log);
  await audit(ENTRY);
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([{ audit: true, who: "ops", level: "info" }]);
});

test("the file is its owner's alone, and may be moved away between two entries", async () => {
  const file = join(directory, "audit.log");
  const audit = await createAudit(file, createLog("error"));
  await audit(ENTRY);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await rename(file, `${file}.1`);
  await audit({ ...ENTRY, who: "second" });
  const read = async (name: string) => (JSON.parse(await readFile(name, "utf8")) as AuditEntry).who;
  expect([await read(`${file}.1`), await read(file)]).toEqual(["ops", "second"]);
});

test("a file that cannot be written is refused at start, naming the setting", async () => {
  const opening = createAudit(join(directory, "missing/audit.log"), createLog("error"));
  await expect(opening).rejects.toThrow(/MASKER_AUDIT_FILE cannot be written \(ENOENT\)/);
});
