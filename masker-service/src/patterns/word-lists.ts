import { MaskerError } from "../errors.ts";
import type { Words } from "./scan.ts";
import { readWordFile } from "./read-word-file.ts";

/** Where the operator's own words come from; files are read anew at every load. */
export interface WordSources {
  /** Exact words that are always masked, and values that never are. */
  readonly deny?: readonly string[] | undefined;
  readonly allow?: readonly string[] | undefined;
  readonly denyFile?: string | undefined;
  readonly allowFile?: string | undefined;
}

/** Rejects with MaskerError `bad_pattern` that names file and line; a word of both lists is refused as well. */
export async function readWordLists({ deny = [], allow = [], denyFile, allowFile }: WordSources): Promise<Words> {
  const denied = denyFile === undefined ? [] : await readWordFile("MASKER_DENY_FILE", denyFile);
  const allowed = allowFile === undefined ? [] : await readWordFile("MASKER_ALLOW_FILE", allowFile);
  const places = new Map(denied.map(({ word, place }) => [word, place]));
  const both = allowed.find(({ word }) => places.has(word));
  if (both !== undefined) {
    const other = places.get(both.word) ?? "";
    throw new MaskerError("bad_pattern", `${both.place}: the word is denied in ${other}; leave it in one of them`);
  }
  return {
    deny: [...new Set([...deny, ...denied.map(({ word }) => word)])],
    allow: [...new Set([...allow, ...allowed.map(({ word }) => word)])],
  };
}
