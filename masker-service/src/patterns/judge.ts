import type { Pattern } from "./schema.ts";
import { VALIDATORS } from "./validators.ts";

/** Decides whether characters are a value of one pattern. */
export interface Judge {
  readonly pattern: Pattern;
  /** Whether [start, end) has the pattern's form from end to end. */
  hasForm(text: string, start: number, end: number): boolean;
  /** Whether a value is public: `never` lists it. */
  isPublic(value: string): boolean;
  /** Whether `hasForm` and `accepts` hold. */
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

  const hasForm = (text: string, start: number, end: number): boolean => regex.test(text.slice(start, end));

  return {
    pattern,
    hasForm,
    isPublic,
    accepts,
    fits: (text, start, end) => hasForm(text, start, end) && accepts(text, start, end),
  };
}

function createPublicList(never: readonly string[]): (value: string) => boolean {
  if (never.length === 0) return () => false;
  const exact = new Set(never.filter((value) => !value.endsWith("*")));
  const starts = never.filter((value) => value.endsWith("*")).map((value) => value.slice(0, -1));
  return (value) => exact.has(value) || starts.some((start) => value.startsWith(start));
}
