import type { Store } from "../store/store.ts";
import type { Tracing } from "./tracing.ts";

/** The store with a span for each time that it may have to ask Redis about values. */
export function traceStore(store: Store, tracing: Tracing): Store {
  return {
    ...store,
    allot: (scope, wanted) =>
      tracing.span("store allot", { "masker.values": wanted.length }, () => store.allot(scope, wanted)),
    reveal: (scope, placeholders) => {
      const asked = [...placeholders];
      return tracing.span("store reveal", { "masker.placeholders": asked.length }, () => store.reveal(scope, asked));
    },
  };
}
