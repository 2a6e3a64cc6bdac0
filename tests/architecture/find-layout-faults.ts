import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { listCode, listFiles } from "./list-files.ts";

const MOST_LINES = 200;
const KEBAB = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z]+)*$/;
const SNAKE = /^(?:__init__|[a-z0-9]+(?:_[a-z0-9]+)*)\.py$/;
const EMPTY_WORDS = /(?:^|[/_.-])(?:utils?|helpers?|common|services|managers?|misc)(?=[/_.-]|$)/;
const NAMED = /\.(?:ts|mjs|py|lua|sh|ya?ml)$/;

/** Suites that mirror no folder of code: they look at all of it. */
const SUITES = new Set(["admin", "architecture", "bench", "corpus", "deploy", "e2e", "laws"]);

/** Files of code that are longer than a reader can hold. */
export async function findLongFiles(root: string): Promise<string[]> {
  const counted = await Promise.all(
    (await listCode(root)).map(async (file) => {
      const lines = (await readFile(path.join(root, file), "utf8")).trimEnd().split("\n").length;
      return lines > MOST_LINES ? [`${file}: ${lines} lines`] : [];
    }),
  );
  return counted.flat();
}

/** Files whose name is not in kebab-case (Python: snake_case), or says nothing. */
export async function findBadNames(root: string): Promise<string[]> {
  const files = (await listFiles(root)).filter((file) => NAMED.test(file));
  return files.filter((file) => {
    const name = path.basename(file).replace(/^\./, "");
    return !(name.endsWith(".py") ? SNAKE : KEBAB).test(name) || EMPTY_WORDS.test(file);
  });
}

/** Files of the masker that read the environment and are not its main. */
export async function findEnvironmentReaders(root: string): Promise<string[]> {
  const files = (await listCode(root)).filter((file) => file.startsWith("masker-service/src/"));
  const others = files.filter((file) => file !== "masker-service/src/main.ts");
  return keepFiles(root, others, (text) => /\bprocess\s*\.\s*env\b|from "node:process"/.test(text));
}

/** Committed files that hold one of the words: a path of this machine, a registry's host. */
export async function findWords(root: string, words: readonly string[]): Promise<string[]> {
  return keepFiles(root, await listFiles(root), (text) => words.some((word) => text.includes(word)));
}

/** Tests that stand where no code is: `tests/a/…/b.test.ts` needs `masker-service/src/a`, or `a` in the root. */
export async function findStrayTests(root: string): Promise<string[]> {
  const tests = (await listCode(root)).filter((file) => file.startsWith("tests/") && file.endsWith(".test.ts"));
  return tests.filter((file) => {
    const place = file.slice("tests/".length);
    const [folder = ""] = place.split("/");
    const mirrored = place.includes("/") ? folder : place.replace(".test.ts", ".ts");
    if (SUITES.has(folder)) return false;
    return !["masker-service/src", "masker-service", "."].some((base) => existsSync(path.join(root, base, mirrored)));
  });
}

async function keepFiles(root: string, files: string[], isFound: (text: string) => boolean): Promise<string[]> {
  const texts = await Promise.all(files.map((file) => readFile(path.join(root, file), "utf8")));
  return files.filter((_, index) => isFound(texts[index] ?? ""));
}
