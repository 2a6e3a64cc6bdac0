import { checkSchema } from "../check-schema.ts";
import { readText } from "../compose-file.ts";
import type { Manifest } from "./manifest.ts";

const { kinds, $defs } = JSON.parse(await readText("tests/deploy/schemas/kubernetes.json")) as {
  readonly kinds: Readonly<Record<string, object>>;
  readonly $defs: object;
};
const schemas = new Map(Object.entries(kinds).map(([kind, schema]) => [kind, { ...schema, $defs }]));

/** What Kubernetes would find wrong with a manifest by its form; throws for a kind that there is no schema of. */
export function checkManifest(manifest: Manifest): string[] {
  const schema = schemas.get(`${manifest.apiVersion}/${manifest.kind}`);
  if (schema === undefined) throw new Error(`no schema of ${manifest.apiVersion}/${manifest.kind}`);
  return checkSchema(schema, manifest);
}
