import { readFile } from "node:fs/promises";
import path from "node:path";
import { REPOSITORY } from "../e2e/chain/repository.ts";

/** A page of the documentation, taken apart. */
export interface Page {
  /** What stands between backticks in prose and tables, each once, in order of the alphabet. */
  readonly code: readonly string[];
  /** Indented blocks but for what only describes: lines that a person copies or sees on the screen. */
  readonly commands: readonly string[];
  /** The files that it links to, from the repository's root. */
  readonly links: readonly string[];
  /** The rows of all tables, cell by cell. */
  readonly rows: readonly (readonly string[])[];
}

export async function readPage(file: string): Promise<Page> {
  const text = await readFile(path.join(REPOSITORY, file), "utf8");
  const lines = text.split("\n");
  const links = [...text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, link = ""]) => link);
  return {
    code: [...new Set([...text.matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code))].toSorted(),
    commands: lines.filter((line) => /^ {4}\s*(?:\$ |curl |export |npm |claude$|-d |\{"|[A-Z_]+=)/.test(line)),
    links: [...new Set(links.map((link) => path.join(path.dirname(file), link)))].toSorted(),
    rows: lines
      .filter((line) => line.startsWith("| "))
      .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim())),
  };
}
