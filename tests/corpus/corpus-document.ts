import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { parse } from "yaml";

/** Names of the files in data/: labelled AWS texts, and plain source code without AWS content. */
export const AWS_SOURCES = ["ansible", "awscli", "botocore", "cdk", "cloudformation", "moto", "pulumi"] as const;
export const CODE_SOURCES = ["bootstrap", "date-fns", "django", "sqlalchemy", "three", "typescript-eslint"] as const;

/** A value that must be masked; offsets are UTF-16 code units. */
export interface Label {
  readonly start: number;
  readonly end: number;
  /** The member, option or attribute that the value stands under. */
  readonly key: string;
  readonly family: string;
  /** What identifies the customer in it: of an ARN its account and its names. All must be masked. */
  readonly parts: readonly (readonly [number, number])[];
}

export interface CorpusDocument {
  /** `source:path inside the package`. */
  readonly id: string;
  /** Pattern writers may see what is missed in `dev`; of `held-out` only figures are ever shown. */
  readonly half: "dev" | "held-out";
  readonly text: string;
  readonly labels: readonly Label[];
}

/** Reads the documents of one source, in the order of their ids. */
export function readCorpus(source: string): CorpusDocument[] {
  const file = new URL(`data/${source}.jsonl.gz`, import.meta.url);
  const lines = gunzipSync(readFileSync(file)).toString("utf8").trimEnd().split("\n");
  return lines.map((line) => {
    const { labels, ...document } = JSON.parse(line) as Stored;
    return {
      ...document,
      labels: labels.map(([start, end, key, family, parts]) => ({ start, end, key, family, parts })),
    };
  });
}

/** Strings in the plain code that are rightly masked, from explained.yaml. */
export function readExplained(): Set<string> {
  const reasons = parse(readFileSync(new URL("explained.yaml", import.meta.url), "utf8")) as Record<string, string[]>;
  return new Set(Object.values(reasons).flat());
}

interface Stored extends Omit<CorpusDocument, "labels"> {
  readonly labels: readonly [number, number, string, string, readonly [number, number][]][];
}
