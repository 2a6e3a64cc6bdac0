import { endsWord, startsWord } from "./edges.ts";
import type { Name, Span } from "./span.ts";
import { createSparseAutomaton } from "./sparse-automaton.ts";

const UUID_BEFORE = /-[\dA-Fa-f]{4}-$/;

/** Finds names wherever they stand as whole words; linear in the text, whatever the number of names. */
export interface WholeWordFinder {
  /** Disjoint spans, sorted; of two names over the same characters the longer one. */
  find(text: string): Span[];
}

/**
 * Builds a finder of learned names. `prod-logs` is found in `prod-logs.s3.amazonaws.com` and in `prod-logs-old`, not in
 * `prod-logs2`; an account id in `bucket-123456789012`, not in a longer number or at the end of a UUID.
 */
export function createNameFinder(names: readonly Name[]): WholeWordFinder {
  const known = [...new Map(names.filter(({ value }) => value !== "").map((name) => [name.value, name])).values()];
  if (known.length === 0) return { find: () => [] };
  const automaton = createSparseAutomaton(known.map(({ value }) => value));

  return {
    find(text) {
      const spans: Span[] = [];
      automaton.walk(text, (end, word) => {
        const name = known[word];
        if (name === undefined || !isWhole(text, end - name.value.length, end, name.value)) return false;
        keepLonger(spans, { start: end - name.value.length, end, kind: name.kind, prefix: name.prefix });
        return true;
      });
      return spans;
    },
  };
}

function isWhole(text: string, start: number, end: number, value: string): boolean {
  if (/[A-Za-z0-9]$/.test(value) && !endsWord(text, end)) return false;
  if (/^[A-Za-z0-9]/.test(value) && !startsWord(text, start, "loose")) return false;
  if (/^\d+$/.test(value)) return !UUID_BEFORE.test(text.slice(Math.max(0, start - 6), start));
  return !/^[A-Za-z]+$/.test(value) || (text.charAt(start - 1) !== "_" && text.charAt(end) !== "_");
}

/** Spans come by their ends; a new one replaces those it covers and yields to one that overlaps it. */
function keepLonger(spans: Span[], span: Span): void {
  while ((spans.at(-1)?.start ?? -1) >= span.start) spans.pop();
  if ((spans.at(-1)?.end ?? 0) <= span.start) spans.push(span);
}
