import { Ajv2020 } from "ajv/dist/2020.js";

/** What is wrong with a document by a JSON schema; empty where nothing is. Formats are Go's, which ajv does not know. */
export function checkSchema(schema: object, document: unknown): string[] {
  const validate = new Ajv2020({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
  if (validate(document)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) => {
    return `${instancePath || "/"} ${message ?? ""} ${JSON.stringify(params)}`;
  });
}
