import * as fc from "fast-check";
import { identifier, written, type Written } from "./identifiers.ts";

export interface OddJson {
  readonly json: string;
  /** Those in its strings, its keys, and the strings and keys of JSON in its strings. */
  readonly identifiers: readonly string[];
}

/** JSON written as no serialiser would: blanks, odd escapes, numbers that no double holds, keys twice, JSON in strings. */
export const oddJson: fc.Arbitrary<OddJson> = fc.letrec<{ value: OddJson; object: OddJson }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom("1.0", "12345678901234567890", "-0", "1e400", "true", "null", "0.10").map(empty),
    literal(),
    fc.array(tie("value"), { maxLength: 3 }).map((items) => join(items, (each) => `[${each.join(" ,\t")}]`)),
    toolCall(),
    tie("object"),
  ),
  object: fc
    .array(
      fc.tuple(
        fc.oneof(fc.constantFrom('"a"', '"type"', '"thinking"', '"__proto__"').map(empty), literal()),
        tie("value"),
      ),
      { maxLength: 4 },
    )
    .map((members) => {
      const pairs = members.map((member) => join(member, ([key, value]) => `${key}:${value}`));
      return join(pairs, (each) => `{ ${each.join(",\n")}}`);
    }),
})).object;

/** What a body says once its escapes are read, whatever they are: to look for identifiers in. */
export function unescapeJson(json: string): string {
  const units = json.replaceAll(/\\u([0-9a-fA-F]{4})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return units.replaceAll("\\/", "/");
}

function empty(json: string): OddJson {
  return { json, identifiers: [] };
}

function join(parts: readonly OddJson[], write: (parts: readonly string[]) => string): OddJson {
  return { json: write(parts.map(({ json }) => json)), identifiers: parts.flatMap(({ identifiers }) => identifiers) };
}

function someText(): fc.Arbitrary<Written> {
  return fc.oneof(
    written,
    identifier.map((each) => ({ text: each, identifiers: [each] })),
  );
}

/** OpenAI's: its arguments are JSON in a string. */
function toolCall(): fc.Arbitrary<OddJson> {
  return fc.tuple(someText(), someText()).map(([key, value]) => ({
    json: `{"function":{"name":"f","arguments":${JSON.stringify(JSON.stringify({ [key.text]: [value.text] }))}}}`,
    identifiers: [...key.identifiers, ...value.identifiers],
  }));
}

/** A string literal with escapes that need not be there. */
function literal(): fc.Arbitrary<OddJson> {
  return fc.tuple(someText(), fc.nat(5)).map(([{ text, identifiers }, every]) => {
    const characters = Array.from(JSON.stringify(text).slice(1, -1));
    let isEscaped = false;
    const odd = characters.map((character, at) => {
      const isPlain = !isEscaped && character !== "\\" && /[a-z/]/.test(character);
      const before = isEscaped;
      isEscaped = character === "\\" && !before;
      if (!isPlain || before || every === 0 || at % (every + 3) !== 0 || isInEscape(characters, at)) return character;
      return character === "/" ? "\\/" : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
    });
    return { json: `"${odd.join("")}"`, identifiers };
  });
}

/** Whether one of the four digits of a `\u` escape stands here. */
function isInEscape(characters: readonly string[], at: number): boolean {
  return /\\u[0-9a-f]{0,3}$/.test(characters.slice(Math.max(0, at - 5), at).join(""));
}
