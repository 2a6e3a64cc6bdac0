import type { Name, Span } from "../patterns/span.ts";
import type { Text } from "./text.ts";

/** A span that is settled. Kept as long as its text is remembered, so it must not hold on to that text. */
export interface Mark {
  /** UTF-16 units of the text's source. */
  readonly start: number;
  readonly end: number;
  readonly kind: string;
  readonly prefix: string;
  /** Prefix and value: what has one placeholder in a scope. */
  readonly identity: string;
}

/**
 * Two kinds that share a prefix share the placeholder of a value, too. By `join`, which copies: a template would point to the value,
 * and the value to the body that it is a slice of.
 */
export function identify({ prefix, value }: Pick<Name, "prefix" | "value">): string {
  return [prefix, value].join(" ");
}

export function valueOf({ prefix, identity }: Mark): string {
  return identity.slice(prefix.length + 1);
}

export function markSpans(text: Text, spans: readonly Span[]): readonly Mark[] {
  if (spans.length === 0) return NONE;
  const toSource = text.createOffset?.() ?? ((offset: number) => offset);
  return spans.map(({ start, end, kind, prefix }) => {
    const identity = identify({ prefix, value: text.text.slice(start, end) });
    return { start: toSource(start), end: toSource(end), kind, prefix, identity };
  });
}

const NONE: readonly Mark[] = [];
