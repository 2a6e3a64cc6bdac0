import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { beforeEach, describe, expect, test } from "vitest";
import { REPOSITORY } from "./run-script.ts";
import { temporaryDirectory } from "./temporary-directory.ts";

const TEXT = [
  "our notes",
  "see i-0123456789abcdef0 and acme-logs",
  "aws s3 ls s3://acme-logs/",
  "mail jane.doe@corp.example.io, host ec2-001",
  "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----",
].join("\n");

let directory = "";
let allowFile = "";

beforeEach(async () => {
  directory = await temporaryDirectory();
  allowFile = path.join(directory, "allow.txt");
  await writeFile(path.join(directory, "notes.md"), TEXT);
  await writeFile(path.join(directory, ".env"), `MASKER_ALLOW_FILE=${allowFile}\n`);
  await writeFile(allowFile, "# ours\nother-word");
});

async function tryPatterns(...words: string[]) {
  const script = path.join(REPOSITORY, "scripts/patterns-try.ts");
  const settings = ["--settings", path.join(directory, ".env")];
  const options = { cwd: directory, env: { PATH: process.env["PATH"] }, extendEnv: false, reject: false, all: true };
  const { exitCode, all } = await execa(process.execPath, [script, ...words, ...settings], options);
  return { exitCode, rows: (all ?? "").split("\n").map((row) => row.trim().split(/ {2,}/)) };
}

describe("npm run patterns:try", () => {
  test("lists what would be masked by line, column and kind, with the line that would allow it", async () => {
    expect(await tryPatterns("notes.md")).toEqual({
      exitCode: 0,
      rows: [
        ["1", "notes.md:2:5", "ec2-instance", "i-0123456789abcdef0"],
        ["2", "notes.md:2:29", expect.any(String), "acme-logs"],
        ["3", "notes.md:3:16", expect.any(String), "acme-logs"],
        ["4", "notes.md:4:37", "look-alike", "(reads as a placeholder, so it is always masked)"],
        ["5", "notes.md:5:1", "private-key", "(has several lines, and a list has one a line)"],
      ],
    });
  });

  test("tries another profile", async () => {
    const { rows } = await tryPatterns("notes.md", "--profile", "strict");
    expect(rows).toContainEqual(["4", "notes.md:4:6", "email", "jane.doe@corp.example.io"]);
  });

  test("with --allow adds the value to the allow list, and it is no hit any more", async () => {
    expect((await tryPatterns("notes.md", "--allow", "2")).rows).toEqual([[`added to ${allowFile}: acme-logs`]]);
    expect(await readFile(allowFile, "utf8")).toBe("# ours\nother-word\nacme-logs\n");
    expect((await tryPatterns("notes.md")).rows.map(([, place]) => place)).toEqual([
      "notes.md:2:5",
      "notes.md:4:37",
      "notes.md:5:1",
    ]);
  });

  test.each([
    ["no file", [], /^Usage: npm run patterns:try/],
    ["a file that is not there", ["none.md"], /^none\.md: cannot be read/],
    ["a hit that is not there", ["notes.md", "--allow", "9"], /--allow 9: there are hits 1 to 5/],
    ["a hit that no line can name", ["notes.md", "--allow", "5"], /--allow 5: this value has several lines/],
    ["an unknown profile", ["notes.md", "--profile", "lax"], /MASKER_PROFILE must be strict, default or secrets/],
  ])("refuses %s, and says why", async (_case, words, message) => {
    const { exitCode, rows } = await tryPatterns(...words);
    expect([exitCode, rows.flat().join(" ").trim()]).toEqual([1, expect.stringMatching(message)]);
    expect(await readFile(allowFile, "utf8")).toBe("# ours\nother-word");
  });
});
