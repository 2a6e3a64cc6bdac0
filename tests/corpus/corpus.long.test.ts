import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { loadPatterns } from "../../masker-service/src/patterns/load.ts";
import { AWS_SOURCES, CODE_SOURCES, readCorpus, readExplained } from "./corpus-document.ts";
import { evaluate, evaluateCode, type ScanText } from "./evaluate.ts";

const LEAST_RECALL = 0.995;
const MOST_FALSE_HITS_PER_MB = 1;
const HALVES = ["dev", "held-out"] as const;

let scan: ScanText;

beforeAll(async () => {
  const directories = [fileURLToPath(new URL("../../masker-service/patterns/", import.meta.url))];
  const { scanner } = await loadPatterns({ directories });
  scan = (text) => scanner.scan(text);
});

describe("the built-in patterns, over sources they were not written from,", () => {
  const documents = AWS_SOURCES.flatMap(readCorpus);
  const code = CODE_SOURCES.flatMap(readCorpus);

  test.each(HALVES)("mask 99.5 % of the labelled strings of the %s half", (half) => {
    const { overall } = evaluate(
      scan,
      documents.filter((document) => document.half === half),
    );
    expect(overall.labels).toBeGreaterThan(5000);
    expect(overall.found / overall.labels).toBeGreaterThanOrEqual(LEAST_RECALL);
  });

  test.each(HALVES)("hit less than once in a megabyte of the code of the %s half", (half) => {
    const ofHalf = code.filter((document) => document.half === half);
    const { perMegabyte, megabytes } = evaluateCode(scan, ofHalf, readExplained());
    expect(megabytes).toBeGreaterThan(5);
    expect(perMegabyte).toBeLessThan(MOST_FALSE_HITS_PER_MB);
  });
});
