import { createHash } from "node:crypto";
import { findExemption, isOpaque } from "./exempt.ts";
import type { JsonString } from "./json-string.ts";

/** A text of a thinking block, in pieces or whole. Two are the same if they have the same UTF-16 units. */
export interface ThoughtDigest {
  readonly add: (text: string) => void;
  readonly end: () => string;
}

/** In UTF-16, since a stream may cut a surrogate pair. */
export function createThoughtDigest(): ThoughtDigest {
  const hash = createHash("sha256");
  return { add: (text) => void hash.update(text, "utf16le"), end: () => hash.digest("base64url") };
}

export function digestThought(text: string): string {
  const digest = createThoughtDigest();
  digest.add(text);
  return digest.end();
}

/** The digest of each thinking text among the strings of a whole answer. */
export function findThoughts(strings: readonly JsonString[]): string[] {
  return strings
    .filter((string) => string.key === "thinking" && findExemption(string)?.class === "thinking")
    .filter(({ text }) => text !== "")
    .map(({ text }) => digestThought(text));
}

const ASKED = /"(?:thinking|reasoning_effort)"/;

/** Whether the answer to a request may hold thinking that is signed. True too often, and never false where it may. */
export function asksForThinking(body: string): boolean {
  return ASKED.test(body);
}

/** Whether a signed string could tell somebody something: a signature and what is encrypted cannot. */
export function isReadable({ key, text }: { readonly key?: string | undefined; readonly text: string }): boolean {
  return key === "thinking" || !isOpaque(text);
}
