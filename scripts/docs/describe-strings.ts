import { findTexts } from "../../masker-service/src/body/find-texts.ts";
import { pathOf, type JsonString } from "../../masker-service/src/body/json-string.ts";
import { createReadingOf } from "../../masker-service/src/restore/reading-of.ts";

const TAGS = ["type", "role"];

/** What becomes of the strings of one block, by their places in it: `content.text`. Keys are masked wherever they are. */
export interface StringsOfBlock {
  readonly masked: readonly string[];
  /** Of the masked, those that are JSON or stand in a tool's input: originals are escaped in them as their depth demands. */
  readonly json: readonly string[];
  /** Place and class of exemption. */
  readonly exempt: readonly string[];
}

/**
 * Asks the masker's own functions what they do with a block.
 *
 * @param body with the block in it
 * @param at where the block stands, `messages.0.content.0`; nothing else is told of
 */
export function describeStrings(body: object, at: string): StringsOfBlock {
  const readingOf = createReadingOf();
  const placeOf = (string: JsonString): string => namePlace(pathOf(string).slice(at.length + 1));
  const texts = findTexts(JSON.stringify(body)).filter(({ outer, literal }) => {
    return pathOf(outer).startsWith(at) && !literal.isKey && !TAGS.includes(outer.key ?? "");
  });
  const masked = texts.filter(({ exemption }) => exemption === undefined).map(({ outer }) => outer);
  const json = masked.filter((string) => readingOf(string) !== "text");
  const exempt = texts.flatMap(({ outer, exemption }) => (exemption ? [`${placeOf(outer)} (${exemption.class})`] : []));
  return { masked: unique(masked.map(placeOf)), json: unique(json.map(placeOf)), exempt: unique(exempt) };
}

/** Without places in arrays, which are all alike; `*` is a key of anybody's choice. */
function namePlace(path: string): string {
  return path
    .replaceAll(/\.?\b\d+\b/g, "")
    .replace(/^\./, "")
    .replaceAll("a key", "*");
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}
