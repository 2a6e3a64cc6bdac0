import type { Import } from "./read-imports.ts";

/** Every import cycle, type-only imports included, as `a → b → a`; each cycle once. */
export function findCycles(imports: readonly Import[]): string[] {
  const targetsOf = Map.groupBy(imports, ({ from }) => from);
  const settled = new Set<string>();
  const cycles: string[] = [];
  for (const file of targetsOf.keys()) visit(file, []);
  return cycles;

  function visit(file: string, trail: readonly string[]): void {
    const start = trail.indexOf(file);
    if (start >= 0) cycles.push([...trail.slice(start), file].join(" → "));
    if (start >= 0 || settled.has(file)) return;
    for (const { target } of targetsOf.get(file) ?? []) visit(target, [...trail, file]);
    settled.add(file);
  }
}
