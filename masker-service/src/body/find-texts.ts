import { MaskerError } from "../errors.ts";
import type { BodyLimits } from "./body-limits.ts";
import { readBase64Text, type Base64Text } from "./base64-text.ts";
import { UTF_8 } from "./charset.ts";
import { findExemption, type Exemption } from "./exempt.ts";
import { findStrings } from "./find-strings.ts";
import { isJsonSource } from "./json-source.ts";
import type { JsonString } from "./json-string.ts";
import { createRawOffset } from "./splice-strings.ts";

/** One string of a body, or of JSON that a string of it holds. */
export interface BodyText {
  /** The JSON text in which `literal` has its offsets: the body, or the decoded string that holds JSON. */
  readonly json: string;
  readonly literal: JsonString;
  /** The string of the body that it stands in: `literal` itself, or the one that holds JSON. */
  readonly outer: JsonString;
  readonly exemption: Exemption | undefined;
  /** What `literal` says in base64, if that is text: it is masked there, whatever the exemption. */
  readonly base64?: Base64Text | undefined;
  /** Whether it is a file that is declared as text, and cannot be read as text. */
  readonly isUnreadable?: boolean;
  /** Offset in `json` → offset in the body. To be asked in ascending order over all texts of the body. */
  readonly toBody: (offset: number) => number;
}

/**
 * Finds the texts of a JSON body: each string and key, and in place of a string that the API says is JSON (OpenAI's
 * tool arguments) the strings and keys in it. So the same value is the same text however deep it stands. A short string that may
 * be base64 of what is not UTF-8, or no base64, is found twice.
 *
 * What needs no escape at any depth, as placeholders, can be written in place of any part of a text.
 *
 * @param isBytes whether `json` is a byte text; offsets in the body are bytes then
 * @throws MaskerError `bad_json` with line and column; `too_large` above `limits`
 */
export function findTexts(json: string, limits?: BodyLimits, isBytes = false): BodyText[] {
  const texts: BodyText[] = [];
  for (const literal of findStrings(json, limits, isBytes)) {
    const exemption = findExemption(literal);
    const file = readBase64Text(literal);
    const base64 = file === "unreadable" ? undefined : file;
    const inner = exemption === undefined && isJsonSource(literal) ? findInner(literal.text, limits) : undefined;
    if (inner === undefined) {
      const isUnreadable = file === "unreadable";
      const text = { json, literal, outer: literal, exemption, isUnreadable, toBody: identity };
      texts.push({ ...text, base64 });
      if (base64 !== undefined && base64.charset !== UTF_8 && exemption === undefined) texts.push(text);
    } else {
      const toBody = createRawOffset(json, literal);
      for (const each of inner)
        texts.push({ json: literal.text, literal: each, outer: literal, exemption: undefined, toBody });
    }
  }
  return texts;
}

function identity(offset: number): number {
  return offset;
}

/** undefined if it is not JSON after all: then it is a text like any other. */
function findInner(json: string, limits?: BodyLimits): JsonString[] | undefined {
  try {
    return findStrings(json, limits);
  } catch (error) {
    if (error instanceof MaskerError && error.code === "bad_json") return undefined;
    throw error;
  }
}
