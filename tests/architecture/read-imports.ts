import { readFile } from "node:fs/promises";
import path from "node:path";
import { listCode } from "./list-files.ts";

/** `import … from "x"`, `export … from "x"`, `import "x"`, over several lines too; a statement starts its line. */
const STATEMENT = /^(?:import|export)\s+(?<type>type\s)?(?:[\w*{][^;"'=()]*?from\s*)?["'](?<target>[^"']+)["']/gm;
const DYNAMIC = /\bimport\(\s*["'](?<target>[^"']+)["']/g;

/** One import: files relative to the root, or a package's or Node's name as written. */
export interface Import {
  readonly from: string;
  readonly target: string;
  readonly isTypeOnly: boolean;
}

/** Every import of every TypeScript and JavaScript file under a root. */
export async function readImports(root: string): Promise<Import[]> {
  const files = (await listCode(root)).filter((file) => /\.(?:ts|mjs)$/.test(file));
  const lists = await Promise.all(
    files.map(async (file) => findImports(file, await readFile(path.join(root, file), "utf8"))),
  );
  return lists.flat();
}

/** The imports of one file's text. */
export function findImports(file: string, text: string): Import[] {
  const found = [...text.matchAll(STATEMENT), ...text.matchAll(DYNAMIC)];
  return found.map(({ groups }) => {
    const target = groups?.["target"] ?? "";
    const isOurs = target.startsWith(".");
    return {
      from: file,
      target: isOurs ? path.posix.join(path.posix.dirname(file), target) : target,
      isTypeOnly: groups?.["type"] !== undefined,
    };
  });
}
