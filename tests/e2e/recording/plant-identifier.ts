import { newInstanceId } from "../originals.ts";

/** How an identifier gets into a string: in place of it, or behind what is there. */
const PLANTS: readonly ((text: string, id: string) => string)[] = [(_, id) => id, (text, id) => `${text} ${id}`];

export interface Planted {
  /** Where the identifier stands, `messages.0.content`; in JSON in a string, where it stands in that JSON. */
  readonly path: string;
  readonly id: string;
  readonly body: string;
}

/** A string or key of a value: where it is, what it says, and the value with another one in its place. */
interface Place {
  readonly path: string;
  readonly text: string;
  readonly replace: (text: string) => unknown;
}

/**
 * The body once for every string of it, keys and the strings of JSON in a string included, with an identifier in that one. By
 * JSON.parse: with the masker's own walk, what that passes over would not be tested either.
 */
export function* plantIdentifier(body: string): Generator<Planted> {
  for (const { path, text, replace } of findPlaces(JSON.parse(body), "", (value) => value)) {
    for (const plantIn of PLANTS) {
      const id = newInstanceId();
      yield { path, id, body: JSON.stringify(replace(plantIn(text, id))) };
    }
  }
}

function* findPlaces(value: unknown, path: string, replace: (value: unknown) => unknown): Generator<Place> {
  if (typeof value === "string") {
    yield { path, text: value, replace };
    const inner = path.endsWith("arguments") ? parseContainer(value) : undefined;
    if (inner !== undefined) yield* findPlaces(inner, "", (changed) => replace(JSON.stringify(changed)));
  } else if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    for (const [index, item] of items.entries())
      yield* findPlaces(item, join(path, String(index)), (changed) => replace(items.with(index, changed)));
  } else if (value !== null && typeof value === "object") {
    const entries = Object.entries(value);
    for (const [index, [key, item]] of entries.entries()) {
      const exchange = (entry: [string, unknown]): unknown => replace(Object.fromEntries(entries.with(index, entry)));
      yield { path: `${join(path, key)} (key)`, text: key, replace: (text) => exchange([text, item]) };
      yield* findPlaces(item, join(path, key), (changed) => exchange([key, changed]));
    }
  }
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

function parseContainer(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === "object" ? value : undefined;
  } catch {
    return undefined;
  }
}
