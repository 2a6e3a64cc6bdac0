import type { PrismaPg } from "@prisma/adapter-pg";
import { parse } from "postgres-array";

/** PostgreSQL's numbers of its types. */
const NAME = 19;
const NAMES = 1003;
const TEXT = 25;
const TEXTS = 1009;
const VOID = 2278;

interface Result {
  readonly ok: boolean;
  readonly value: { readonly fields: { dataTypeID: number }[]; readonly rows: unknown[][] };
}

interface Queryable {
  performIO: (this: unknown, query: unknown) => Promise<Result>;
}

/** Lets the adapter read columns of the types `void`, `name` and `name[]`, which it refuses and the native engine reads. */
export function readEveryColumn(adapter: PrismaPg): PrismaPg {
  const queryable: Queryable = Object.getPrototypeOf(Object.getPrototypeOf(adapter));
  const read = queryable.performIO;
  queryable.performIO = async function readAll(query) {
    const result = await read.call(this, query);
    if (result.ok) for (const [index, field] of result.value.fields.entries()) widen(field, index, result.value.rows);
    return result;
  };
  return adapter;
}

function widen(field: { dataTypeID: number }, index: number, rows: unknown[][]): void {
  if (field.dataTypeID === NAME || field.dataTypeID === VOID) field.dataTypeID = TEXT;
  if (field.dataTypeID !== NAMES) return;
  field.dataTypeID = TEXTS;
  for (const row of rows) if (typeof row[index] === "string") row[index] = parse(row[index], String);
}
