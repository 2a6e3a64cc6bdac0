/**
 * What nginx's image does to *.template files at its start: `envsubst` over the names that are set, and no others, so that
 * nginx's own variables stay. Throws for a name in capitals that is not set: the image would leave it in.
 */
export function fillTemplate(template: string, environment: Readonly<Record<string, string>>): string {
  const filled = template.replaceAll(
    /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g,
    (written, name: string) => environment[name] ?? written,
  );
  const left = /\$\{[A-Z][A-Z0-9_]*\}/.exec(filled);
  if (left !== null) throw new Error(`${left[0]} is not set`);
  return filled;
}
