import type { Span } from "../../masker-service/src/patterns/span.ts";

/** The text without « and », which mark what is to be found. */
export function unmark(marked: string): string {
  return marked.replaceAll(/[«»]/g, "");
}

/** The text with « and » around each span. */
export function mark(text: string, spans: readonly Span[]): string {
  let marked = "";
  let from = 0;
  for (const { start, end } of spans) {
    marked += `${text.slice(from, start)}«${text.slice(start, end)}»`;
    from = end;
  }
  return marked + text.slice(from);
}
