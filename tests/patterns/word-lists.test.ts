import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { MaskerError } from "../../masker-service/src/errors.ts";
import { loadPatterns, type PatternSet } from "../../masker-service/src/patterns/load.ts";
import { watchPatterns } from "../../masker-service/src/patterns/watch.ts";
import { readWordLists } from "../../masker-service/src/patterns/word-lists.ts";
import { BUILT_IN } from "./built-in.ts";

let directory = "";
let denyFile = "";
let allowFile = "";

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "words-"));
  denyFile = join(directory, "deny.txt");
  allowFile = join(directory, "allow.txt");
});

afterEach(() => rm(directory, { recursive: true }));

async function refusal(file: Buffer | string): Promise<string> {
  await writeFile(denyFile, file);
  const error = (await readWordLists({ denyFile }).catch((reason: unknown) => reason)) as MaskerError;
  expect(error).toMatchObject({ name: "MaskerError", code: "bad_pattern" });
  return error.message;
}

describe("a list of words", () => {
  test("has one a line, spaces inside, without comments, empty lines, doubles and a byte order mark", async () => {
    await writeFile(denyFile, "\ufeff# customers\r\nACME Corp\r\n\n  한빛은행  \nACME Corp\n");
    expect(await readWordLists({ denyFile })).toEqual({ deny: ["ACME Corp", "한빛은행"], allow: [] });
  });

  test.each([
    ["a word of one character", "ab\nx\n", /deny\.txt, line 2: .*one character/],
    ["a word of two thousand", `${"long".repeat(500)}\n`, /deny\.txt, line 1: is longer than 1024/],
    ["a control character", "ab\u0007cd\n", /deny\.txt, line 1: holds a control character/],
    ["bytes that are not UTF-8", Buffer.from([0xff, 0xfe, 0x41]), /deny\.txt: is not UTF-8/],
  ])("with %s is refused by setting, file and line, and no word is repeated", async (_case, file, message) => {
    const said = await refusal(file);
    expect(said).toMatch(/^MASKER_DENY_FILE: /);
    expect(said).toMatch(message);
    expect(said).not.toMatch(/longlong|cd\b/);
  });

  test("that is not there is refused by its setting", async () => {
    await expect(readWordLists({ allowFile })).rejects.toThrow(`MASKER_ALLOW_FILE: ${allowFile}: cannot be read`);
  });

  test("may not have a word of the other", async () => {
    await writeFile(denyFile, "first\nsame-word\n");
    await writeFile(allowFile, "same-word\n");
    const message = `${allowFile}, line 1: the word is denied in ${denyFile}, line 2`;
    await expect(readWordLists({ denyFile, allowFile })).rejects.toThrow(message);
  });
});

test("denied words are masked in every profile, allowed values in none", async () => {
  await writeFile(denyFile, "hanbit-core.internal\n");
  await writeFile(allowFile, "AKIA1234567890ABCDEF\n");
  const { scannerOf } = await loadPatterns({ directories: [BUILT_IN], denyFile, allowFile });
  for (const profile of ["secrets", "default", "strict"] as const) {
    const { spans } = scannerOf(profile).scan("AKIA1234567890ABCDEF AKIA1234567890ABCDEG on hanbit-core.internal");
    expect(spans.map(({ kind, start }) => [kind, start])).toEqual([
      ["iam-access-key", 21],
      ["denied-word", 45],
    ]);
  }
});

test("each profile has the kinds that the list says, and kinds turned off stay off in all", async () => {
  const { patterns, scannerOf } = await loadPatterns({ directories: [BUILT_IN], off: ["vpc"], on: ["email"] });
  const profilesOf = (kind: string) => patterns.find((pattern) => pattern.kind === kind)?.profiles;
  expect(profilesOf("ec2-instance")).toEqual(["default", "strict"]);
  expect(profilesOf("iam-access-key")).toEqual(["secrets", "default", "strict"]);
  expect(profilesOf("vpc")).toEqual([]);
  expect(profilesOf("email")).toEqual(["secrets", "default", "strict"]);
  const kindsIn = (profile: "secrets" | "default" | "strict") =>
    scannerOf(profile)
      .scan("i-1234567890abcdef0 vpc-1234567890abcdef0 jane.doe@corp.example.io")
      .spans.map(({ kind }) => kind);
  expect(kindsIn("secrets")).toEqual(["email"]);
  expect(kindsIn("default")).toEqual(["ec2-instance", "email"]);
  expect(scannerOf("strict")).toBe(scannerOf("strict"));
});

test("kinds and groups that do not exist are named, with the setting", async () => {
  const loading = loadPatterns({ directories: [BUILT_IN], on: ["ec2", "ec3"], off: ["buckets"] });
  await expect(loading).rejects.toThrow(
    /MASKER_KINDS_ON: there is no kind or group ec3; MASKER_KINDS_OFF: there is no kind or group buckets/,
  );
});

test("a changed list is taken while the masker runs; a bad one is refused and the words in use stay", async () => {
  await writeFile(denyFile, "first-word\n");
  const loaded: PatternSet[] = [];
  const refused: MaskerError[] = [];
  const watch = watchPatterns(
    { directories: [], denyFile },
    (patterns) => loaded.push(patterns),
    (error) => refused.push(error),
  );
  await writeFile(join(directory, "other.txt"), "not watched");
  await writeFile(denyFile, "first-word\nsecond-word\n");
  await vi.waitFor(() => expect(loaded).toHaveLength(1), 10_000);
  expect(loaded[0]?.scanner.scan("a second-word").spans).toHaveLength(1);
  await writeFile(denyFile, "x\n");
  await vi.waitFor(() => expect(refused).toHaveLength(1), 10_000);
  expect(refused[0]?.message).toContain("deny.txt, line 1");
  expect(loaded).toHaveLength(1);
  watch.close();
});
