import type { Allotment } from "./mask-texts.ts";
import { formatPlaceholder } from "../token/format-placeholder.ts";

/**
 * An allotment that nobody remembers, for requests whose answer holds no text (count_tokens): numbers start at 1,
 * so a placeholder has about as many tokens as the one the real request will carry.
 *
 * @param known what is looked for, and let pass; nothing if left out
 */
export function createThrowaway(known: Partial<Pick<Allotment, "names" | "knowsThoughts">> = {}): Allotment {
  const counters = new Map<string, number>();
  return {
    names: async (scope) => (await known.names?.(scope)) ?? { version: 0, names: [] },
    knowsThoughts: async (digests) => (await known.knowsThoughts?.(digests)) ?? false,
    allot: (_scope, wanted) =>
      Promise.resolve(
        wanted.map(({ prefix }) => {
          const number = (counters.get(prefix) ?? 0) + 1;
          counters.set(prefix, number);
          return formatPlaceholder(prefix, number);
        }),
      ),
  };
}
