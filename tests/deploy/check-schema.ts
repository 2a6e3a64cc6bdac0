import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";

const compiled = new WeakMap<object, ValidateFunction>();

/** What is wrong with a document by a JSON schema; empty where nothing is. Formats are Go's, which ajv does not know. */
export function checkSchema(schema: object, document: unknown): string[] {
  const validate = compiled.get(schema) ?? compile(schema);
  if (validate(document)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) => {
    return `${instancePath || "/"} ${message ?? ""} ${JSON.stringify(params)}`;
  });
}

function compile(schema: object): ValidateFunction {
  const validate = new Ajv2020({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
  compiled.set(schema, validate);
  return validate;
}
