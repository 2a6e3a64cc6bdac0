type Environment = Readonly<Record<string, string>>;

const EXPRESSION = /\$(?:(?<escaped>\$)|\{(?<name>[A-Z][A-Z0-9_]*)(?:(?<operator>:[-?])(?<word>[^}]*))?\})/g;

/** Compose's interpolation as far as this repository uses it: `${A}`, `${A:-default}`, `${A:?message}`, `$$`. */
export function interpolate(text: string, environment: Environment): string {
  return text.replaceAll(EXPRESSION, (...match) => {
    const { escaped, name = "", operator, word = "" } = match.at(-1) as Record<string, string | undefined>;
    if (escaped !== undefined) return "$";
    const value = environment[name] ?? "";
    if (value !== "") return value;
    if (operator === ":?") throw new Error(`${name} ${word}`);
    return operator === ":-" ? word : "";
  });
}

/** Each variable that a text asks for, and whether it must be given. */
export function askedFor(text: string): Map<string, "required" | "optional"> {
  const asked = new Map<string, "required" | "optional">();
  for (const { groups } of text.matchAll(EXPRESSION)) {
    const name = groups?.["name"];
    if (name !== undefined) asked.set(name, groups?.["operator"] === ":?" ? "required" : "optional");
  }
  return asked;
}
