import { readFile } from "node:fs/promises";
import path from "node:path";
import { REPOSITORY } from "../../e2e/chain/repository.ts";

const TABLES = /^(?:MASKED|COUNTED) = \((?<rows>.*?)\)$/gms;
const ROW = /\("(?<pattern>\/[^"]*)", "[a-z-]+"\)/g;

/** One path for each row of the guard's tables of model APIs. */
export async function readOpenPaths(): Promise<string[]> {
  const routes = await readFile(path.join(REPOSITORY, "litellm/gateway/routes.py"), "utf8");
  const rows = [...routes.matchAll(TABLES)].map((table) => table.groups?.["rows"] ?? "").join("\n");
  return [...rows.matchAll(ROW)].map((row) => (row.groups?.["pattern"] ?? "").replaceAll("{**}", "any"));
}
