/**
 * `node tests/corpus/run-evaluation.ts [--list DIRECTORY]`: recall and false hits of the built-in patterns.
 *
 * `--list` writes what was missed and what was hit falsely in the dev half, by family; the held-out half is only counted.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { loadPatterns } from "../../masker-service/src/patterns/load.ts";
import type { Scan } from "../../masker-service/src/patterns/span.ts";
import { AWS_SOURCES, CODE_SOURCES, readCorpus, readExplained } from "./corpus-document.ts";
import { evaluate, evaluateCode, type Evaluation, type Recall } from "./evaluate.ts";
import { evaluateHand } from "./evaluate-hand.ts";
import { readHandTexts } from "./hand-texts.ts";
import { listFalseHits, listMisses } from "./list-findings.ts";

const { values } = parseArgs({ options: { list: { type: "string" } } });
const directories = [fileURLToPath(new URL("../../masker-service/patterns/", import.meta.url))];
const { scanner } = await loadPatterns({ directories });
const documents = AWS_SOURCES.flatMap(readCorpus);
const code = CODE_SOURCES.flatMap(readCorpus);
const explained = readExplained();
const scan = (text: string): Scan => scanner.scan(text);

for (const half of ["dev", "held-out"] as const) {
  const recall = evaluate(
    scan,
    documents.filter((document) => document.half === half),
  );
  const hits = evaluateCode(
    scan,
    code.filter((document) => document.half === half),
    explained,
  );
  print(`# ${half}\n\n${table(recall)}\n`);
  print(
    `false hits: ${hits.falseHits.length} in ${hits.megabytes.toFixed(1)} MB of code, ${hits.perMegabyte.toFixed(2)} per MB\n`,
  );
  if (values.list !== undefined && half === "dev") {
    mkdirSync(values.list, { recursive: true });
    writeFileSync(join(values.list, "corpus-dev-misses.md"), listMisses(recall.misses));
    writeFileSync(join(values.list, "corpus-dev-false-hits.md"), listFalseHits(hits.falseHits));
  }
}

const hand = readHandTexts().map((text) => evaluateHand(scan, text));
const marks = hand.reduce((total, text) => total + text.marks, 0);
const misses = hand.flatMap((text) => text.misses.map((miss) => `${text.title}: missed ${miss}`));
const falseHits = hand.flatMap((text) => text.falseHits.map((hit) => `${text.title}: false hit, ${hit}`));
print(`# by hand\n\n${percent(marks - misses.length, marks)}  ${marks - misses.length}/${marks}  all\n`);
print(`false hits: ${falseHits.length}\n\n${[...misses, ...falseHits].join("\n")}`);

function table({ overall, sources, families }: Evaluation): string {
  const rows: [string, Recall][] = [["all", overall], ...sources, ...[...families].toSorted(byMisses)];
  return rows.map(([name, { labels, found }]) => `${percent(found, labels)}  ${found}/${labels}  ${name}`).join("\n");
}

function byMisses([, a]: [string, Recall], [, b]: [string, Recall]): number {
  return b.labels - b.found - (a.labels - a.found);
}

function percent(found: number, labels: number): string {
  return `${((100 * found) / labels).toFixed(2)} %`.padStart(8);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
