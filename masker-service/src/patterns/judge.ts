import type { Pattern } from "./schema.ts";
import { VALIDATORS } from "./validators.ts";

/** Decides whether characters are a value of one pattern. */
export interface Judge {
  readonly pattern: Pattern;
  /** Whether [start, end) has the pattern's form from end to end, and `accepts` holds. */
  fits(text: string, start: number, end: number): boolean;
  /** Whether [start, end), which has the form, passes the validator and is not public. */
  accepts(text: string, start: number, end: number): boolean;
}

export function createJudge(pattern: Pattern): Judge {
  const regex = new RegExp(`^(?:${pattern.regex})$`);
  const validate = pattern.validator === undefined ? undefined : VALIDATORS[pattern.validator];
  const isPublic = createPublicList(pattern.never ?? []);
  const accepts = (text: string, start: number, end: number): boolean =>
    (validate === undefined || validate(text, start, end)) && !isPublic(text.slice(start, end));

  return {
    pattern,
    accepts,
    fits: (text, start, end) => regex.test(text.slice(start, end)) && accepts(text, start, end),
  };
}

function createPublicList(never: readonly string[]): (value: string) => boolean {
  if (never.length === 0) return () => false;
  const exact = new Set(never.filter((value) => !value.endsWith("*")));
  const starts = never.filter((value) => value.endsWith("*")).map((value) => value.slice(0, -1));
  return (value) => exact.has(value) || starts.some((start) => value.startsWith(start));
}
