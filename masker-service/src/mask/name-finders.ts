import { createNameFinder } from "../patterns/names.ts";
import type { Name, Span } from "../patterns/span.ts";
import { identify } from "./mark.ts";

/** Building a finder costs about as much as a scan, so those of the scopes in use are kept. */
const MOST_SCOPES = 64;

export interface NameFinder {
  /** Changes whenever `find` may answer otherwise for the same text. */
  readonly version: string;
  readonly find: (text: string) => readonly Span[];
  readonly has: (name: Pick<Name, "prefix" | "value">) => boolean;
}

/** Returns a function that gives the finder of a scope's names; `version` is the store's. */
export function createNameFinders(): (scope: string, version: number, names: readonly Name[]) => NameFinder {
  const kept = new Map<string, NameFinder>();
  return (scope, version, names) => {
    const wholeVersion = `${version} ${scope}`;
    const before = kept.get(scope);
    kept.delete(scope);
    const finder = before?.version === wholeVersion ? before : buildFinder(wholeVersion, names);
    kept.set(scope, finder);
    const oldest = kept.keys().next();
    if (kept.size > MOST_SCOPES && !oldest.done) kept.delete(oldest.value);
    return finder;
  };
}

/** The finder with more names, learned just now: they count for this request before the store knows them. */
export function extendFinder(finder: NameFinder, learned: readonly Name[]): NameFinder {
  if (learned.length === 0) return finder;
  const more = buildFinder(JSON.stringify(learned.map(identify)), learned);
  return {
    version: `${finder.version} ${more.version}`,
    find: (text) => [...finder.find(text), ...more.find(text)],
    has: (name) => finder.has(name) || more.has(name),
  };
}

function buildFinder(version: string, names: readonly Name[]): NameFinder {
  if (names.length === 0) return { version, find: () => [], has: () => false };
  const finder = createNameFinder(names);
  const identities = new Set(names.map(identify));
  return { version, find: (text) => finder.find(text), has: (name) => identities.has(identify(name)) };
}
