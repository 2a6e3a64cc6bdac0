import { MaskerError } from "../errors.ts";
import { findExemption } from "./exempt.ts";
import { findStrings } from "./find-strings.ts";
import { isJsonSource } from "./json-source.ts";
import type { JsonString } from "./json-string.ts";
import { encodeEdits, spliceText, type TextEdit } from "./splice-strings.ts";

/** The strings of a JSON body by what may be done with them, and the way to change them. */
export interface Body {
  /** All strings that are not exempt, keys included, in order; those of JSON inside a string one by one. */
  readonly texts: readonly JsonString[];
  /** Signed thinking: never changed, and refused if it holds an original. */
  readonly thinking: readonly JsonString[];
  /** Images, PDFs and sound, which nobody can look into: allowed or blocked by a policy. */
  readonly media: readonly JsonString[];
  /**
   * The body with edits applied, `edits[i]` those of `texts[i]`, in offsets of its decoded text, sorted and disjoint.
   * Whatever they do not name passes byte for byte.
   */
  readonly write: (edits: readonly (readonly TextEdit[])[]) => string;
}

/** @throws MaskerError `bad_json` with line and column */
export function openBody(json: string): Body {
  const texts: JsonString[] = [];
  const thinking: JsonString[] = [];
  const media: JsonString[] = [];
  /** Per text, the string whose decoded text is the JSON that it stands in; undefined for the body itself. */
  const outers: (JsonString | undefined)[] = [];

  for (const string of findStrings(json)) {
    const exemption = findExemption(string);
    if (exemption === undefined) {
      const inner = isJsonSource(string) ? findInner(string.text) : undefined;
      for (const text of inner ?? [string]) {
        texts.push(text);
        outers.push(inner && string);
      }
    } else if (exemption.class === "thinking") thinking.push(string);
    else if (exemption.class === "media") media.push(string);
  }

  function write(edits: readonly (readonly TextEdit[])[]): string {
    const raw: TextEdit[] = [];
    let inner: TextEdit[] = [];
    for (const [index, string] of texts.entries()) {
      const outer = outers[index];
      const own = edits[index] ?? [];
      if (own.length > 0) append(outer === undefined ? raw : inner, encodeEdits(outer?.text ?? json, string, own));
      if (outer === undefined || outer === outers[index + 1] || inner.length === 0) continue;
      append(raw, encodeEdits(json, outer, inner));
      inner = [];
    }
    return spliceText(json, raw);
  }

  return { texts, thinking, media, write };
}

/** Not `push(...)`: a million arguments overflow the stack. */
function append(edits: TextEdit[], more: readonly TextEdit[]): void {
  for (const edit of more) edits.push(edit);
}

/** The strings of JSON inside a string; undefined if it is not JSON after all, and so is text. */
function findInner(json: string): JsonString[] | undefined {
  try {
    return findStrings(json);
  } catch (error) {
    if (error instanceof MaskerError && error.code === "bad_json") return undefined;
    throw error;
  }
}
