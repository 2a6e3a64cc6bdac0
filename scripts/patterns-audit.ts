import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { parse } from "yaml";
import { z } from "zod";
import { loadPatterns } from "../masker-service/src/patterns/load.ts";
import { REPOSITORY } from "./repository.ts";

const ROOTS = ["node_modules", ".venv"];
const SOURCE = /\.(?:[cm]?[jt]sx?|json|py|pyi|ya?ml|toml|cfg|txt|md|rst|css|html|sh|c|h)$/;
const LONGEST = 8_000_000;

/** Why hits of some kinds in some places are right, or are known and accepted. */
const explanationSchema = z.array(
  z.strictObject({ where: z.array(z.string()).min(1), kinds: z.array(z.string()).min(1), why: z.string().min(1) }),
);

interface Hit {
  readonly kind: string;
  readonly file: string;
  readonly line: number;
  readonly excerpt: string;
}

/**
 * Masks the sources of this project's own dependencies, in thought only, and lists every hit with why it is one. The
 * explanations are in patterns-audit.yaml; a hit without one fails. `--all` lists each hit and not only how many there are.
 */
const { values } = parseArgs({ options: { all: { type: "boolean", default: false } } });
const { scanner } = await loadPatterns({ directories: [path.join(REPOSITORY, "masker-service/patterns")] });
const explanations = explanationSchema.parse(
  parse(readFileSync(path.join(import.meta.dirname, "patterns-audit.yaml"), "utf8")),
);
const files = ROOTS.flatMap(listSources);
const hits = files.flatMap(readHits);
const explained = Map.groupBy(hits, (hit) => explain(hit));

console.log(`${hits.length} hits in ${files.length} files of ${ROOTS.join(" and ")}\n`);
for (const [why, group] of explained) {
  if (why === undefined) continue;
  const kinds = [...Map.groupBy(group, ({ kind }) => kind)].map(([kind, { length }]) => `${kind} ${length}`);
  console.log(`${group.length.toString().padStart(5)}  ${why}\n       ${kinds.join(", ")}`);
  if (values.all) for (const hit of group) console.log(`       ${show(hit)}`);
}
const unexplained = explained.get(undefined) ?? [];
for (const hit of unexplained) console.log(`unexplained: ${show(hit)}`);
console.log(`\n${unexplained.length} without an explanation`);
process.exitCode = unexplained.length === 0 ? 0 : 1;

function listSources(root: string): string[] {
  const directory = path.join(REPOSITORY, root);
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) {
    console.log(`${root} is not there and is skipped`);
    return [];
  }
  const names = readdirSync(directory, { recursive: true, encoding: "utf8" });
  const sources = names.filter((name) => SOURCE.test(name) && !name.startsWith("lib64"));
  return sources.map((name) => path.join(root, name)).toSorted();
}

function readHits(file: string): Hit[] {
  const place = path.join(REPOSITORY, file);
  const stat = statSync(place, { throwIfNoEntry: false });
  if (stat === undefined || !stat.isFile() || stat.size > LONGEST) return [];
  const text = readFileSync(place, "utf8");
  return scanner.scan(text).spans.map(({ start, end, kind }) => ({
    kind,
    file,
    line: text.slice(0, start).split("\n").length,
    excerpt: JSON.stringify(`${text.slice(Math.max(0, start - 30), start)}«${text.slice(start, end).slice(0, 60)}»`),
  }));
}

function show({ kind, file, line, excerpt }: Hit): string {
  return `${kind}  ${file}:${line}  ${excerpt}`;
}

/** The first explanation that covers the hit: one of its `where` is a part of the path, one of its kinds the hit's. */
function explain({ kind, file }: Hit): string | undefined {
  const covers = ({ where, kinds }: z.output<typeof explanationSchema>[number]): boolean =>
    (kinds.includes(kind) || kinds.includes("any")) && where.some((part) => file.includes(part));
  return explanations.find(covers)?.why;
}
