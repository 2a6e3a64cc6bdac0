/** The field types of each model, by name, read off Prisma's schema. */
export type Models = Readonly<Record<string, Readonly<Record<string, string>>>>;

export function readModels(schema: string): Models {
  const models = [...schema.matchAll(/^model\s+(\w+)\s*\{([\s\S]*?)^\}/gm)];
  return Object.fromEntries(models.map(([, name = "", body = ""]) => [name, readFields(body)]));
}

/** The database's URL: the client's own override, else what the schema's datasource names. */
export function readDatabaseUrl(schema: string, environment: NodeJS.ProcessEnv): string {
  const overrides = JSON.parse(environment["OVERWRITE_DATASOURCES"] ?? "[]") as readonly { readonly url?: string }[];
  const [, variable = ""] = /^\s*url\s*=\s*env\("([^"]+)"\)/m.exec(schema) ?? [];
  const url = overrides[0]?.url ?? environment[variable];
  if (url === undefined) throw new Error("no datasource has a URL");
  return url;
}

function readFields(body: string): Record<string, string> {
  const fields = [...body.matchAll(/^\s+(\w+)\s+(\w+)(?:\[\])?\??/gm)];
  return Object.fromEntries(fields.map(([, field = "", type = ""]) => [field, type]));
}
