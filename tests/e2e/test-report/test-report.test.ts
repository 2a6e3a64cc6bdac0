import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { beforeAll, describe, expect, test } from "vitest";
import { REPOSITORY } from "../chain/repository.ts";
import { claudeCommand } from "../run-claude.ts";
import { useGateway } from "../use-gateway.ts";
import { formatReport, lastingPart } from "./format-report.ts";
import { recordKinds } from "./record-kinds.ts";
import { recordScenes } from "./record-scenes.ts";
import type { Scene } from "./scene.ts";

const FOLDER = join(REPOSITORY, "tests/test-report");
const ORIGINALS = /i-1234567890abcdef0|AKIAIOSFODNN7EXAMPLE|wJalrXUtnFEMI/;
const used = useGateway();
let scenes: readonly Scene[];
let kinds: Awaited<ReturnType<typeof recordKinds>>;

beforeAll(async () => {
  scenes = await recordScenes(used);
  kinds = await recordKinds(used);
});

describe("the test report", () => {
  test("has scenarios in which originals are read, and none is seen by the provider", () => {
    expect(scenes.map(({ read }) => read)).toEqual(scenes.map(() => expect.stringMatching(ORIGINALS) as string));
    expect(scenes.map(({ seen }) => seen)).toEqual(scenes.map(() => expect.stringMatching(/\w-\d{3}/) as string));
    for (const { seen } of scenes) expect(seen).not.toMatch(ORIGINALS);
  });

  test("has at least fifty kinds of AWS identifiers: each is hidden from the provider and read as typed", () => {
    expect(kinds.length).toBeGreaterThanOrEqual(50);
    expect(kinds.map(({ read }) => read)).toEqual(kinds.map(({ typed }) => typed));
    for (const { kind, marked, seen } of kinds) {
      for (const [, value = ""] of marked.matchAll(/«(.+?)»/g)) expect(seen, kind).not.toContain(value);
    }
  });

  test("is written to tests/test-report/last.md, and report.md is like it", async () => {
    const { stdout } = await execa(claudeCommand, ["--version"]);
    const lock = await readFile(join(REPOSITORY, "litellm/requirements.lock"), "utf8");
    const versions = [
      ["Claude Code", stdout.split(" ")[0] ?? ""],
      ["LiteLLM", /^litellm==(\S+)/m.exec(lock)?.[1] ?? ""],
      ["Node", process.version.slice(1)],
    ] as const;
    const report = formatReport(versions, scenes, kinds);
    await writeFile(join(FOLDER, "last.md"), report);
    const committed = await readFile(join(FOLDER, "report.md"), "utf8");
    expect(lastingPart(committed), "copy tests/test-report/last.md over report.md").toBe(lastingPart(report));
  });
});
