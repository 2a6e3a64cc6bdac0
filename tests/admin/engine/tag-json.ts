import type { Models } from "./read-schema.ts";

type Json = unknown;

/** Arguments whose value is an operation on a model, or a filter over its fields. */
const OPERATIONS = new Set(
  (
    "where data create update upsert connect connectOrCreate createMany updateMany delete deleteMany disconnect set " +
    "is isNot some every none"
  ).split(" "),
);
const WRAPPERS = new Set(["where", "data", "create", "update", "skipDuplicates"]);
const PLAIN_FILTERS = new Set(["path", "mode", "string_contains", "string_starts_with", "string_ends_with"]);

/**
 * Tags what is given for a Json field: GraphQL gives JSON as a string, which the JSON protocol would store as a string where it
 * is not marked as `{$type: "Json"}`.
 */
export function tagJson(given: Json, model: string, models: Models): Json {
  return tagOperations(given, model);

  function tagOperations(value: Json, name: string): Json {
    if (Array.isArray(value)) return value.map((item) => tagFields(item, name));
    return mapEntries(value, (key, item) => {
      if (OPERATIONS.has(key)) return tagNested(item, name);
      return tagField(item, name, key, (inner) => inner);
    });
  }

  function tagNested(value: Json, name: string): Json {
    if (Array.isArray(value)) return value.map((item) => tagNested(item, name));
    const keys = isObject(value) ? Object.keys(value) : [];
    const wraps = keys.length > 0 && keys.every((key) => WRAPPERS.has(key) && !Object.hasOwn(models[name] ?? {}, key));
    return wraps ? tagOperations(value, name) : tagFields(value, name);
  }

  function tagFields(value: Json, name: string): Json {
    if (Array.isArray(value)) return value.map((item) => tagFields(item, name));
    if (isObject(value) && "$type" in value) return value;
    return mapEntries(value, (key, item) => tagField(item, name, key, (inner) => tagFields(inner, name)));
  }

  function tagField(item: Json, name: string, key: string, otherwise: (item: Json) => Json): Json {
    const type = models[name]?.[key];
    if (type === "Json") return tagValue(item);
    return type !== undefined && Object.hasOwn(models, type) ? tagOperations(item, type) : otherwise(item);
  }
}

function tagValue(value: Json, key = ""): Json {
  if (value === null || PLAIN_FILTERS.has(key)) return value;
  if (Array.isArray(value)) return value.map((item) => tagValue(item));
  if (isObject(value)) return mapEntries(value, (name, item) => tagValue(item, name));
  return { $type: "Json", value: typeof value === "string" ? value : JSON.stringify(value) };
}

function mapEntries(value: Json, map: (key: string, item: Json) => Json): Json {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, map(key, item)]));
}

function isObject(value: Json): value is Record<string, Json> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
