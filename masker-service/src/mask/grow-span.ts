import type { Span } from "../patterns/span.ts";

/** Which of a span's neighbours hide its placeholder. */
export interface Sides {
  readonly left: boolean;
  readonly right: boolean;
}

/** The span with what stands beside it: a number that goes on (`-1`, `.2`, `-2024-01-01`), or the word, or else one character and its word. */
export type Grower = (span: Span, sides: Sides) => Span;

const NUMBER = /[-._]?[0-9]/y;
const WORD = /[A-Za-z0-9_]/;

/** Of one text. Each run of word characters, and each row of numbers, is walked once, however many spans are in it. */
export function createGrower(text: string): Grower {
  let run = { start: 0, end: 0 };
  let row = { start: 0, end: 0 };

  /** The run of word characters around the character at `index`, empty where it is none. */
  const runAt = (index: number): { start: number; end: number } => {
    if (index >= run.start && index < run.end) return run;
    let [start, end] = [index, index];
    while (start > 0 && WORD.test(text.charAt(start - 1))) start--;
    while (end < text.length && WORD.test(text.charAt(end))) end++;
    if (end > index) run = { start, end };
    return end > index ? run : { start: index, end: index };
  };

  /** Where numbers with what is glued to them end, `-2024-01b`; `start` where none begins there. */
  const numbersFrom = (start: number): number => {
    if (start > row.start && start < row.end) return row.end;
    let end = start;
    for (NUMBER.lastIndex = end; NUMBER.test(text); NUMBER.lastIndex = end) end = runAt(NUMBER.lastIndex - 1).end;
    if (end > start) row = { start, end };
    return end;
  };

  const leftOf = (start: number): number => {
    if (start <= 0) return 0;
    if (WORD.test(text.charAt(start - 1))) return runAt(start - 1).start;
    const before = Math.max(start - (isLowSurrogate(text, start - 1) ? 2 : 1), 0);
    return before > 0 && WORD.test(text.charAt(before - 1)) ? runAt(before - 1).start : before;
  };

  const rightOf = (end: number): number => {
    if (end >= text.length) return text.length;
    const numbers = numbersFrom(end);
    if (numbers > end) return numbers;
    if (WORD.test(text.charAt(end))) return runAt(end).end;
    const after = Math.min(end + (isLowSurrogate(text, end + 1) ? 2 : 1), text.length);
    return after < text.length && WORD.test(text.charAt(after)) ? runAt(after).end : after;
  };

  return (span, sides) => ({
    ...span,
    start: sides.left ? leftOf(span.start) : span.start,
    end: sides.right ? rightOf(span.end) : span.end,
  });
}

/** A pair must not be cut: half of one cannot be sent as UTF-8. */
function isLowSurrogate(text: string, index: number): boolean {
  const isHigh = (code: number): boolean => code >= 0xd800 && code < 0xdc00;
  const code = text.charCodeAt(index);
  return code >= 0xdc00 && code < 0xe000 && index > 0 && isHigh(text.charCodeAt(index - 1));
}
