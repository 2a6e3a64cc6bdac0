import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { parseEnv } from "node:util";
import { describe, expect, test } from "vitest";
import { REPOSITORY } from "../e2e/chain/repository.ts";
import { type Page, readPage } from "./read-page.ts";

/** Pages that each language has for itself. */
const OWN_LINKS = new Set(["README.md", "README.ko.md", "docs/ko/setup.md", "docs/ko/troubleshooting.md"]);

// Whoever changes a command, a setting or a default in one language is told here to change it in the other.
describe.for([
  ["README.md", "README.ko.md"],
  ["docs/troubleshooting.md", "docs/ko/troubleshooting.md"],
] as const)("%s and %s", ([english, korean]) => {
  test("name the same commands, settings and values", async () => {
    const [one, other] = [await readPage(english), await readPage(korean)];
    expect(other.code).toEqual(one.code);
    expect(other.commands).toEqual(one.commands);
  });

  test("have the same rows in their tables, with the same numbers", async () => {
    const [one, other] = [await readPage(english), await readPage(korean)];
    expect(other.rows.map(factsOf)).toEqual(one.rows.map(factsOf));
  });

  test("lead to the same pages", async () => {
    const [one, other] = [await readPage(english), await readPage(korean)];
    const shared = ({ links }: Page): readonly string[] =>
      links.filter((link) => !OWN_LINKS.has(link) && link !== english);
    expect(shared(other)).toEqual(shared(one));
  });
});

test("docs/ko/setup.md names only commands and settings that exist", async () => {
  const { code, commands } = await readPage("docs/ko/setup.md");
  const { scripts } = JSON.parse(await readFile(path.join(REPOSITORY, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  const known = parseEnv(await readFile(path.join(REPOSITORY, ".env.example"), "utf8"));
  const named = [...code, ...commands.map((line) => line.trim())];
  const runs = named.flatMap((text) => /^npm (?:run )?([a-z:]+)/.exec(text)?.[1] ?? []);
  expect(runs.length).toBeGreaterThan(2);
  expect(runs.filter((script) => !(script in scripts))).toEqual([]);
  const settings = code.filter((text) => /^(?!CLAUDE_)[A-Z]+(?:_[A-Z]+)+$/.test(text));
  expect(settings.length).toBeGreaterThan(5);
  expect(settings.filter((name) => !(name in known))).toEqual([]);
});

test.for(["README.ko.md", "docs/ko/setup.md", "docs/ko/troubleshooting.md"])(
  "%s leads to files that exist",
  async (file) => {
    const { links } = await readPage(file);
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((link) => !existsSync(path.join(REPOSITORY, link)))).toEqual([]);
  },
);

/** What a row says in every language, cell by cell: code, and in tables with a default the numbers, in any order. */
function factsOf(cells: readonly string[]): readonly (readonly string[])[] {
  const hasDefault = cells.length > 4;
  return cells.map((cell) => {
    const code = [...cell.matchAll(/`([^`]+)`/g)].map(([, text = ""]) => text);
    const prose = cell.replaceAll(/`[^`]+`|\([^)]*\)/g, "");
    return [...code, ...(hasDefault ? (prose.match(/\d[\d.]*\d|\d/g) ?? []) : [])].toSorted();
  });
}
