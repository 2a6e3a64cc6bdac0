import { homedir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import {
  findBadNames,
  findEnvironmentReaders,
  findLongFiles,
  findStrayTests,
  findWords,
} from "./find-layout-faults.ts";
import { plantTree } from "./plant-tree.ts";

const REPOSITORY = path.resolve(import.meta.dirname, "../..");

/** In pieces, or this very file would hold them. A path of one or two letters would be found in any text. */
const HOSTS = ["registry.npmjs", "files.pythonhosted", "pypi"].map((name) => [name, "org"].join("."));
const MACHINE = [`${REPOSITORY}/`, `${homedir()}/`].filter((place) => place.length > 5);
const INDEX_OPTION = ["--index", "url"].join("-");

const RULES = [
  {
    title: "no file of code is over 200 lines",
    find: findLongFiles,
    good: { "scripts/a.ts": "x\n".repeat(200) },
    bad: { "litellm/gateway/a.py": "x\n".repeat(201) },
  },
  {
    title: "files are named in kebab-case, Python's in snake_case, and no name is empty of meaning",
    find: findBadNames,
    good: {
      "tests/a/b-c.long.test.ts": "",
      "litellm/gateway/__init__.py": "",
      "litellm/a_b.py": "",
      ".github/a.yml": "",
    },
    bad: {
      "scripts/maskText.ts": "",
      "litellm/a-b.py": "",
      "tests/store/redis-helpers.ts": "",
      "scripts/utils/a.ts": "",
    },
  },
  {
    title: "the masker reads its environment in main alone",
    find: findEnvironmentReaders,
    good: { "masker-service/src/main.ts": "process.env", "scripts/start.ts": "process.env" },
    bad: {
      "masker-service/src/config.ts": "process.env",
      "masker-service/src/log.ts": 'import { env } from "node:process"',
    },
  },
  {
    title: "no committed file names a place on this machine or a registry's host",
    find: (root: string) => findWords(root, [...MACHINE, ...HOSTS, INDEX_OPTION]),
    good: { "docs/a.md": "https://example.org/simple" },
    bad: { "docs/a.md": `see ${MACHINE[0]}notes`, "package-lock.json": `"resolved": "https://${HOSTS[0]}/a"` },
  },
  {
    title: "every test stands where the code it tests does",
    find: findStrayTests,
    good: {
      "masker-service/src/a/b.ts": "",
      "tests/a/c.test.ts": "",
      "scripts/b.ts": "",
      "tests/scripts/b.test.ts": "",
    },
    bad: { "tests/nowhere/a.test.ts": "", "tests/b.test.ts": "" },
  },
];

describe.each(RULES)("$title", ({ find, good, bad }) => {
  test("in this repository", async () => {
    expect(await find(REPOSITORY)).toEqual([]);
  });

  test("and nothing is found in what keeps the rule", async () => {
    expect(await find(await plantTree(good))).toEqual([]);
  });

  test("and every breach is found", async () => {
    const found = (await find(await plantTree(bad))).map((line) => line.split(":")[0]);
    expect(new Set(found)).toEqual(new Set(Object.keys(bad)));
  });
});
