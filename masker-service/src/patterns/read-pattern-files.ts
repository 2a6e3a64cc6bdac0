import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parse, YAMLParseError } from "yaml";
import type { z } from "zod";
import { MaskerError } from "../errors.ts";
import { patternFileSchema, type Pattern } from "./schema.ts";

export interface PatternFile {
  readonly path: string;
  readonly patterns: readonly Pattern[];
}

/** Reads all *.yaml files of the directories, sorted by name; rejects with MaskerError `bad_pattern`. */
export async function readPatternFiles(directories: readonly string[]): Promise<PatternFile[]> {
  const paths = await Promise.all(directories.map((directory) => listYamlFiles(resolve(directory))));
  return Promise.all(paths.flat().map(readPatternFile));
}

async function listYamlFiles(directory: string): Promise<string[]> {
  try {
    const names = await readdir(directory);
    return names
      .filter((file) => /\.ya?ml$/.test(file))
      .toSorted()
      .map((file) => join(directory, file));
  } catch (cause) {
    throw new MaskerError("bad_pattern", `${directory}: cannot be read; give a directory of pattern files`, { cause });
  }
}

async function readPatternFile(path: string): Promise<PatternFile> {
  const content = await readFile(path, "utf8");
  const parsed = patternFileSchema.safeParse(parseYaml(path, content));
  if (!parsed.success)
    throw new MaskerError(
      "bad_pattern",
      `${path}: ${parsed.error.issues.map((issue) => describe(issue, content)).join("; ")}`,
    );
  const { group, secrets, patterns } = parsed.data;
  return { path, patterns: patterns.map((pattern) => ({ ...pattern, group, secrets })) };
}

function parseYaml(path: string, content: string): unknown {
  try {
    return parse(content);
  } catch (cause) {
    if (!(cause instanceof YAMLParseError)) throw cause;
    throw new MaskerError("bad_pattern", `${path}: is not YAML: ${cause.message}`, { cause });
  }
}

/** `patterns[3] (kind ec2-instance), regex: …`. */
function describe(issue: z.core.$ZodIssue, content: string): string {
  const [list, index, ...rest] = issue.path;
  const entry: unknown = list === "patterns" && typeof index === "number" ? parse(content).patterns[index] : undefined;
  const kind = typeof entry === "object" && entry !== null && "kind" in entry ? ` (kind ${String(entry.kind)})` : "";
  const place =
    list === undefined ? "the file" : `${String(list)}${index === undefined ? "" : `[${String(index)}]`}${kind}`;
  return `${[place, ...rest.map(String)].join(".")}: ${issue.message}`;
}
