import type { Import } from "./read-imports.ts";

const SOURCE = "masker-service/src/";

/** Each place of the masker and its level; an import goes to a deeper level only. */
const LEVELS: Readonly<Record<string, number>> = {
  "main.ts": 0,
  "serve.ts": 1,
  heavy: 1.5,
  "app.ts": 2,
  "build-engine.ts": 2,
  "config.ts": 2,
  workers: 2,
  http: 3,
  "audit.ts": 4,
  "metrics.ts": 4,
  tracing: 4,
  mask: 4,
  restore: 4,
  patterns: 5,
  body: 5,
  token: 5,
  ticket: 5,
  sse: 5,
  policy: 5,
  "log.ts": 5,
  store: 5,
  "copy-slice.ts": 6,
  "ends-escape.ts": 6,
  "errors.ts": 6,
  "free-memory.ts": 6,
  "is-alphanumeric.ts": 6.5,
  "is-strong-key.ts": 6,
  "limits.ts": 6,
};

/** Their types may be named anywhere: what is found, and where it is kept. */
const SHARED_TYPES = new Set(["patterns", "store"]);

/** Pure and synchronous: no clock, no file, no socket, no framework. */
const PURE = new Set(["patterns", "body", "token", "ticket", "sse", "policy"]);
const IMPURE =
  /^(?:node:(?:fs|net|http|https|http2|tls|dgram|dns|child_process|worker_threads|timers|stream)\b|redis|@redis\/|hono|@hono\/|winston|prom-client)/;

/** Pattern files come from somewhere; `isIP` of node:net is pure. */
const MAY_IMPORT: Readonly<Record<string, string>> = {
  "patterns/read-pattern-files.ts": "node:fs",
  "patterns/read-word-file.ts": "node:fs",
  "patterns/watch.ts": "node:fs",
  "patterns/validators.ts": "node:net",
};

/** Says of each import that points up, sideways, or from a pure place to the outside what is wrong with it. */
export function findWrongArrows(imports: readonly Import[]): string[] {
  return imports.filter(({ from }) => from.startsWith(SOURCE)).flatMap((one) => complaintsOf(one));
}

function complaintsOf({ from, target, isTypeOnly }: Import): string[] {
  const source = placeOf(from);
  const level = LEVELS[source];
  if (level === undefined) return [`${from}: '${source}' has no level in the architecture test; give it one`];
  if (!target.startsWith(SOURCE)) {
    if (isTypeOnly || !PURE.has(source) || !IMPURE.test(target)) return [];
    if (target.split("/")[0] === MAY_IMPORT[from.slice(SOURCE.length)]) return [];
    return [`${from}: ${source}/ is pure and may not import ${target}`];
  }
  const place = placeOf(target);
  if (place === source) return [];
  if (isTypeOnly && SHARED_TYPES.has(place)) return [];
  if (place === "store" && source !== "serve.ts") return [`${from}: the store is injected by serve, not imported`];
  const targetLevel = LEVELS[place] ?? -1;
  if (targetLevel > level) return [];
  return [`${from} → ${target}: ${targetLevel === level ? "sideways" : "upwards"}`];
}

/** `http` of `masker-service/src/http/mask.ts`; a file of the top folder is a place of its own. */
function placeOf(file: string): string {
  return file.slice(SOURCE.length).split("/")[0] ?? "";
}
