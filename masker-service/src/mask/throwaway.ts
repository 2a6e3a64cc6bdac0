import type { Allotment } from "./mask-texts.ts";
import { formatPlaceholder } from "../token/format-placeholder.ts";

/**
 * An allotment that nobody remembers, for requests whose answer holds no text (count_tokens): numbers start at 1,
 * so a placeholder has about as many tokens as the one the real request will carry.
 *
 * @param known whose names are looked for; none if left out
 */
export function createThrowaway(known: Pick<Allotment, "names"> = { names: noNames }): Allotment {
  const counters = new Map<string, number>();
  return {
    names: (scope) => known.names(scope),
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

function noNames(): ReturnType<Allotment["names"]> {
  return Promise.resolve({ version: 0, names: [] });
}
