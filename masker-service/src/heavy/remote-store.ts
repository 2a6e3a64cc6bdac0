import type { Allotment } from "../mask/mask-texts.ts";
import type { ScopeNames } from "../store/store.ts";
import type { FromThread } from "./message.ts";

/** The main thread is kept for a millisecond by each question. */
const MOST_WANTED = 500;
const MOST_SCOPES = 64;

/** The store of the main thread, asked from another one. */
export function createRemoteStore(ask: (question: FromThread) => Promise<unknown>): Allotment {
  const known = new Map<string, ScopeNames>();
  return {
    names: async (scope) => {
      const kept = known.get(scope);
      const fresh = (await ask({ type: "names", scope, version: kept?.version })) as ScopeNames | null;
      const names = fresh ?? kept ?? { version: 0, names: [] };
      known.delete(scope);
      known.set(scope, names);
      const oldest = known.keys().next();
      if (known.size > MOST_SCOPES && !oldest.done) known.delete(oldest.value);
      return names;
    },
    knowsThoughts: async (digests) => (await ask({ type: "thoughts", digests })) === true,
    allot: async (scope, wanted) => {
      const placeholders: string[] = [];
      for (let from = 0; from < wanted.length; from += MOST_WANTED) {
        const slice = wanted.slice(from, from + MOST_WANTED);
        for (const placeholder of (await ask({ type: "allot", scope, wanted: slice })) as string[]) {
          placeholders.push(placeholder);
        }
      }
      return placeholders;
    },
  };
}
