import path from "node:path";
import { describe, expect, test } from "vitest";
import { findCycles } from "./find-cycles.ts";
import { findWrongArrows } from "./find-wrong-arrows.ts";
import { plantTree } from "./plant-tree.ts";
import { findImports, readImports } from "./read-imports.ts";

const REPOSITORY = path.resolve(import.meta.dirname, "../..");
const SOURCE = "masker-service/src";

test("arrows point down: main → app → http → {mask, restore} → {patterns, body, token, ticket, sse}", async () => {
  const imports = await readImports(REPOSITORY);
  expect(imports.filter(({ from }) => from.startsWith(SOURCE)).length).toBeGreaterThan(50);
  expect(findWrongArrows(imports)).toEqual([]);
});

test("no import goes round in a circle, in the masker, the scripts and the tests", async () => {
  expect(findCycles(await readImports(REPOSITORY))).toEqual([]);
});

describe("a wrong import is found", () => {
  test.each([
    ["upwards", "mask/a.ts", 'import { b } from "../http/b.ts";'],
    ["upwards", "http/a.ts", 'import type { B } from "../app.ts";'],
    ["sideways", "mask/a.ts", 'import { b } from "../restore/b.ts";'],
    ["sideways", "sse/a.ts", 'export { b } from "../token/b.ts";'],
    ["sideways", "token/a.ts", 'const b = await import("../body/b.ts");'],
    ["sideways", "restore/a.ts", 'import {\n  type B,\n  b,\n} from "../mask/b.ts";'],
    ["injected", "http/a.ts", 'import { createRedisStore } from "../store/redis-store.ts";'],
    ["pure", "body/a.ts", 'import { readFile } from "node:fs/promises";'],
    ["pure", "token/a.ts", 'import { createClient } from "redis";'],
    ["no level", "things/a.ts", 'import { MaskerError } from "../errors.ts";'],
  ])("%s: %s with %s", async (fault, file, text) => {
    const root = await plantTree({ [`${SOURCE}/${file}`]: `${text}\n` });
    expect(findWrongArrows(await readImports(root))).toEqual([expect.stringContaining(fault)]);
  });

  test("a circle over three files", async () => {
    const root = await plantTree({
      "scripts/a.ts": 'import { b } from "./start/b.ts";\n',
      "scripts/start/b.ts": 'import type { C } from "./c.ts";\n',
      "scripts/start/c.ts": 'import { a } from "../a.ts";\n',
    });
    expect(findCycles(await readImports(root))).toEqual([
      "scripts/a.ts → scripts/start/b.ts → scripts/start/c.ts → scripts/a.ts",
    ]);
  });
});

test("an allowed import is left alone", () => {
  const text = `
import { createHash } from "node:crypto";
import type { Store } from "../store/store.ts";
import type { Span } from "../patterns/span.ts";
import { scan } from "../patterns/scan.ts";
import { other } from "./other.ts";
// import { b } from "../http/b.ts";
const sentence = 'import { b } from "../http/b.ts"';
`;
  const imports = findImports(`${SOURCE}/mask/a.ts`, text);
  expect(imports).toHaveLength(5);
  expect(findWrongArrows(imports)).toEqual([]);
});
