import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const MODULES = fileURLToPath(new URL("../../../node_modules", import.meta.url));
/** Packages that ship sources as people write them. */
const PACKAGES = [
  "zod/src",
  "hono/dist",
  "fast-check/lib",
  "openai/src",
  "@babel/parser/lib",
  "yaml/dist",
  "winston/lib",
];
const SOURCE = /\.(?:ts|js|mjs|cjs)$/;

/** About 7 MB of TypeScript and JavaScript of this project's dependencies, without tests' fixtures or minified files. */
export function readSourceCode(): string {
  return PACKAGES.flatMap((name) => {
    const root = path.join(MODULES, name);
    const files = readdirSync(root, { recursive: true, encoding: "utf8" })
      .filter((file) => SOURCE.test(file))
      .toSorted();
    return files.map((file) => readFileSync(path.join(root, file), "utf8"));
  }).join("\n");
}
