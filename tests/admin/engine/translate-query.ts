import { type FieldNode, Kind, parse, type SelectionSetNode, type ValueNode } from "graphql";
import type { Models } from "./read-schema.ts";
import { tagJson } from "./tag-json.ts";

/** One operation in Prisma's JSON protocol. */
export interface JsonQuery {
  readonly action: string;
  readonly modelName?: string;
  readonly query: { readonly arguments: unknown; readonly selection: unknown };
}

/** An operation, and the name under which its answer is expected. */
export interface NamedQuery {
  readonly alias: string;
  readonly query: JsonQuery;
}

const ACTIONS =
  "findUnique findFirst findMany createMany createOne updateMany updateOne upsertOne deleteMany deleteOne aggregate groupBy".split(
    " ",
  );
const RAW_ACTIONS = new Set(["queryRaw", "executeRaw"]);

/** Translates a GraphQL document of prisma-client-py: one query for each field of its top level. */
export function translateQuery(document: string, models: Models): NamedQuery[] {
  const fields = parse(document, { noLocation: true }).definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections : [],
  ) as readonly FieldNode[];
  return fields.map((field) => {
    const { action, modelName } = splitName(field.name.value);
    const given = readArguments(field);
    const query = {
      arguments: modelName === undefined ? given : tagJson(given, modelName, models),
      selection: readSelection(field.selectionSet),
    };
    const alias = field.alias?.value ?? field.name.value;
    return { alias, query: { action, ...(modelName === undefined ? {} : { modelName }), query } };
  });
}

/** `findUniqueLiteLLM_UserTableOrThrow` → `findUniqueOrThrow` of `LiteLLM_UserTable`. */
function splitName(name: string): { action: string; modelName?: string } {
  if (RAW_ACTIONS.has(name)) return { action: name };
  const action = ACTIONS.find((start) => name.startsWith(start));
  if (action === undefined) throw new Error(`no operation ${name} is known`);
  const modelName = name.slice(action.length);
  const isStrict = (action === "findUnique" || action === "findFirst") && modelName.endsWith("OrThrow");
  return isStrict
    ? { action: `${action}OrThrow`, modelName: modelName.slice(0, -"OrThrow".length) }
    : { action, modelName };
}

function readSelection(set: SelectionSetNode | undefined): Record<string, unknown> {
  const fields = (set?.selections ?? []) as readonly FieldNode[];
  return Object.fromEntries(
    fields.map((field) => {
      const isPlain = (field.arguments ?? []).length === 0 && field.selectionSet === undefined;
      const nested = (): unknown => ({ arguments: readArguments(field), selection: readSelection(field.selectionSet) });
      return [field.name.value, isPlain ? true : nested()];
    }),
  );
}

function readArguments(field: FieldNode): Record<string, unknown> {
  return Object.fromEntries((field.arguments ?? []).map(({ name, value }) => [name.value, readValue(value)]));
}

function readValue(node: ValueNode): unknown {
  switch (node.kind) {
    case Kind.NULL:
      return null;
    case Kind.INT:
      return Number.isSafeInteger(Number(node.value)) ? Number(node.value) : { $type: "BigInt", value: node.value };
    case Kind.FLOAT:
      return Number(node.value);
    case Kind.BOOLEAN:
    case Kind.STRING:
    case Kind.ENUM:
      return node.value;
    case Kind.LIST:
      return node.values.map(readValue);
    case Kind.OBJECT:
      return Object.fromEntries(node.fields.map(({ name, value }) => [name.value, readValue(value)]));
    case Kind.VARIABLE:
      break;
  }
  throw new Error(`no value of kind ${node.kind} is known`);
}
