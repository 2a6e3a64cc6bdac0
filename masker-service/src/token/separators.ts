const HYPHENS = [
  "-",
  "\u2010",
  "\u2011",
  "\u2012",
  "\u2013",
  "\u2014",
  "\u2015",
  "\u2212",
  "\ufe58",
  "\ufe63",
  "\uff0d",
];
const NAMED_ENTITIES = ["&hyphen;", "&dash;", "&ndash;", "&mdash;", "&horbar;", "&minus;", "&lowbar;"];

/**
 * What models put between prefix and number, lower case. No entry begins another, so at most one fits a place.
 * `_` stands where an identifier forbids hyphens; the rest is a hyphen or `_` as Markdown, a regex, a URL, HTML
 * or JSON writes it.
 */
export const SEPARATORS: readonly string[] = [
  ...HYPHENS,
  "_",
  ...["-", "_"].flatMap((character) => [`\\${character}`, `\\\\${character}`]),
  ...NAMED_ENTITIES,
  ...[...HYPHENS, "_"].flatMap((character) => encodeEveryWay(character)),
];

function encodeEveryWay(character: string): string[] {
  const code = character.charCodeAt(0);
  const hex = code.toString(16);
  const percent = [...Buffer.from(character)].map((byte) => `%${byte.toString(16)}`).join("");
  return [
    percent,
    percent.replaceAll("%", "%25"),
    `&#${code};`,
    `&#x${hex};`,
    `&#x${hex.padStart(4, "0")};`,
    `\\u${hex.padStart(4, "0")}`,
  ].filter((form, index, forms) => forms.indexOf(form) === index);
}
