import { MaskerError } from "../errors.ts";
import type { Scanner } from "./scan.ts";
import type { Pattern } from "./schema.ts";
import { VALIDATORS } from "./validators.ts";

/** Throws MaskerError `bad_pattern` if the entry names what does not exist or its regex does not compile. */
export function verifyEntry(place: string, pattern: Pattern): void {
  if (pattern.validator !== undefined && !(pattern.validator in VALIDATORS)) {
    throw refuse(
      place,
      pattern,
      `validator ${pattern.validator} does not exist; there are ${Object.keys(VALIDATORS).join(", ")}`,
    );
  }
  try {
    RegExp(pattern.regex, "dy");
    RegExp(`[${pattern.back ?? ""}]`);
  } catch (error) {
    throw refuse(place, pattern, `its regex does not compile: ${String(error)}`);
  }
}

/** Says which examples of an entry do not hold in a scanner that has it on. */
export function checkExamples(place: string, pattern: Pattern, scanner: Scanner): string[] {
  const name = `${place}, kind ${pattern.kind}`;
  const kinds = new Set([pattern.kind, ...groupKinds(pattern.regex)]);
  const positives = pattern.positives.flatMap((positive, index) => {
    const { text, extents } = readMarks(positive);
    const found = findExtents(scanner, text, kinds);
    if (found.join() === extents.join()) return [];
    return [`${name}: positive ${index + 1} does not hold: marked ${show(extents)}, found ${show(found)}`];
  });
  const negatives = pattern.negatives.flatMap(({ text }, index) => {
    const found = findExtents(scanner, text, new Set([pattern.kind]));
    return found.length === 0 ? [] : [`${name}: negative ${index + 1} does not hold: found ${show(found)}`];
  });
  return [...positives, ...negatives];
}

export function refuse(place: string, pattern: Pattern, reason: string): MaskerError {
  return new MaskerError("bad_pattern", `${place}, kind ${pattern.kind}: ${reason}`);
}

function findExtents(scanner: Scanner, text: string, kinds: ReadonlySet<string>): string[] {
  return scanner.scan(text).spans.flatMap((span) => (kinds.has(span.kind) ? [`${span.start}-${span.end}`] : []));
}

/** The kinds that groups of a regex are of: `(?<account_id>…)`. */
function groupKinds(regex: string): string[] {
  return [...regex.matchAll(/\(\?<(\w+)>/g)].map(([, group = ""]) => group.replaceAll("_", "-"));
}

function readMarks(positive: string): { text: string; extents: string[] } {
  const extents: string[] = [];
  let text = "";
  let start = 0;
  for (const part of positive.split(/([«»])/)) {
    if (part === "«") start = text.length;
    else if (part === "»") extents.push(`${start}-${text.length}`);
    else text += part;
  }
  return { text, extents };
}

function show(extents: readonly string[]): string {
  return extents.length === 0 ? "nothing" : extents.map((extent) => `characters ${extent}`).join(", ");
}
