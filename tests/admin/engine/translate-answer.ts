/** An answer of Prisma's JSON protocol. */
export interface JsonAnswer {
  readonly data?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly unknown[];
}

interface RawRows {
  readonly columns: readonly string[];
  readonly types: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/** The answer under the name that the GraphQL document asked for, with its tagged values in GraphQL's plain form. */
export function translateAnswer(alias: string, { data, errors }: JsonAnswer): object {
  if (errors !== undefined || data === undefined) return { data: null, errors };
  const [key = "", value] = Object.entries(data)[0] ?? [];
  const isRaw = key === "queryRaw" || key === "executeRaw";
  return { data: { [alias]: isRaw ? readRaw(value) : untag(value) } };
}

function untag(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(untag);
  if (value === null || typeof value !== "object") return value;
  if ("$type" in value && "value" in value) return isSmallBigInt(value) ? Number(value.value) : value.value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, untag(item)]));
}

function isSmallBigInt({ $type, value }: { readonly $type: unknown; readonly value: unknown }): boolean {
  return $type === "BigInt" && Number.isSafeInteger(Number(value));
}

/** Rows as engines up to 5.4 gave them, which prisma-client-py 0.11 reads: `{prisma__type, prisma__value}` for each cell. */
function readRaw(value: unknown): unknown {
  const raw = (value !== null && typeof value === "object" && "value" in value ? value.value : value) as RawRows;
  if (raw === null || !Array.isArray(raw.rows)) return raw;
  return raw.rows.map((row) =>
    Object.fromEntries(raw.columns.map((column, index) => [column, readCell(raw.types[index] ?? "", row[index])])),
  );
}

function readCell(type: string, cell: unknown): object {
  if (cell === null) return { prisma__type: "null", prisma__value: null };
  if (!type.endsWith("-array")) return { prisma__type: type, prisma__value: cell };
  const inner = type.slice(0, -"-array".length);
  return { prisma__type: "array", prisma__value: (cell as unknown[]).map((item) => readCell(inner, item)) };
}
