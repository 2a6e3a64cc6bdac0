import type { JsonString } from "../body/json-string.ts";
import { readLiteral } from "../body/read-literal.ts";
import { StringLiteral } from "../body/string-literal.ts";
import type { Delta } from "./deltas/frame-deltas.ts";

/** With its quotes as they stand this is a key wherever it is: inside a string they would be escaped. */
const NUMBER_KEY = '"sequence_number":';
const DIGITS = /[0-9]+/y;

export interface RepeatedFrame {
  /** Remembers the frame before, which is one delta, does not end it, and has nothing else in it that is restored. */
  readonly remember: (data: string, literal: JsonString, delta: Delta) => void;
  readonly forget: () => void;
  /** The delta of a frame that differs from the remembered one in its literal and number only; undefined for others. */
  readonly match: (data: string) => { literal: JsonString; delta: Delta; number: number | undefined } | undefined;
}

/** Nearly all frames of a stream are the one before with another delta: those need not be parsed. */
export function createRepeatedFrame(): RepeatedFrame {
  let before = "";
  let after = "";
  let known: Delta | undefined;

  return {
    remember: (data, { start, end }, delta) => {
      const number = findNumber(data);
      before = cutOut(data, 0, start + 1, number);
      after = cutOut(data, end - 1, data.length, number);
      known = delta;
    },
    forget: () => {
      known = undefined;
    },
    match: (data) => {
      if (known === undefined) return undefined;
      const number = findNumber(data);
      const start = before.length - 1 + (number.start < before.length ? number.end - number.start : 0);
      const span = { start, end: 0, isEscaped: false, isWide: false };
      if (!readLiteral(data, start, span)) return undefined;
      span.isWide = false;
      if (cutOut(data, 0, start + 1, number) !== before) return undefined;
      if (cutOut(data, span.end - 1, data.length, number) !== after) return undefined;
      const literal = new StringLiteral(data, span, undefined, false, undefined);
      return { literal, delta: known, number: number.value };
    },
  };
}

interface FoundNumber {
  readonly start: number;
  readonly end: number;
  readonly value: number | undefined;
}

function findNumber(data: string): FoundNumber {
  const key = data.indexOf(NUMBER_KEY);
  DIGITS.lastIndex = key + NUMBER_KEY.length;
  const digits = key === -1 ? undefined : DIGITS.exec(data)?.[0];
  if (digits === undefined) return { start: data.length, end: data.length, value: undefined };
  return { start: DIGITS.lastIndex - digits.length, end: DIGITS.lastIndex, value: Number(digits) };
}

/** `data` from `start` to `end`, less the number if that is in it. */
function cutOut(data: string, start: number, end: number, number: FoundNumber): string {
  if (number.start < start || number.end > end) return data.slice(start, end);
  return data.slice(start, number.start) + data.slice(number.end, end);
}
