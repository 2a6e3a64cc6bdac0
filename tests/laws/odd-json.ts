import * as fc from "fast-check";
import { identifier, written } from "./identifiers.ts";

/** JSON written as no serialiser would: blanks, odd escapes, numbers that no double holds, keys twice. */
export const oddJson: fc.Arbitrary<string> = fc.letrec<{ value: string; object: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom("1.0", "12345678901234567890", "-0", "1e400", "true", "null", "0.10"),
    literal(),
    fc.array(tie("value"), { maxLength: 3 }).map((items) => `[${items.join(" ,\t")}]`),
    tie("object"),
  ),
  object: fc
    .array(fc.tuple(fc.oneof(fc.constantFrom('"a"', '"type"', '"thinking"', '"__proto__"'), literal()), tie("value")), {
      maxLength: 4,
    })
    .map((members) => `{ ${members.map(([key, value]) => `${key}:${value}`).join(",\n")}}`),
})).object;

/** A string literal with escapes that need not be there. */
function literal(): fc.Arbitrary<string> {
  const text = fc.oneof(
    written.map(({ text: each }) => each),
    identifier,
  );
  return fc.tuple(text, fc.nat(5)).map(([each, every]) => {
    const characters = Array.from(JSON.stringify(each).slice(1, -1));
    let isEscaped = false;
    const odd = characters.map((character, at) => {
      const isPlain = !isEscaped && character !== "\\" && /[a-z/]/.test(character);
      const before = isEscaped;
      isEscaped = character === "\\" && !before;
      if (!isPlain || before || every === 0 || at % (every + 3) !== 0 || isInEscape(characters, at)) return character;
      return character === "/" ? "\\/" : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
    });
    return `"${odd.join("")}"`;
  });
}

/** Whether one of the four digits of a `\u` escape stands here. */
function isInEscape(characters: readonly string[], at: number): boolean {
  return /\\u[0-9a-f]{0,3}$/.test(characters.slice(Math.max(0, at - 5), at).join(""));
}
