import { isUtf8 } from "node:buffer";
import { readFile } from "node:fs/promises";
import { MaskerError } from "../errors.ts";

/** One character would be masked in every sentence; customers with two exist. */
const SHORTEST = 2;
const LONGEST = 1024;
const COMMENT = "#";
// oxlint-disable-next-line no-control-regex -- what must not be in a word
const CONTROL = /[\u0000-\u001f\u007f\u2028\u2029]/;

/** A word of a list, and where it stands: `/etc/masker/deny.txt, line 3`. */
export interface ListedWord {
  readonly word: string;
  readonly place: string;
}

/**
 * Reads a list of exact words: one a line, spaces inside it included; empty lines and lines that begin with # are
 * skipped. Rejects with MaskerError `bad_pattern` that names the setting, the file and the line, and no word.
 */
export async function readWordFile(setting: string, path: string): Promise<ListedWord[]> {
  const lines = await readLines(setting, path);
  const words = lines
    .map((line, index) => ({ word: line.trim(), place: `${path}, line ${index + 1}` }))
    .filter(({ word }) => word !== "" && !word.startsWith(COMMENT));
  const wrong = words.flatMap(({ word, place }) => complain(word).map((reason) => `${setting}: ${place}: ${reason}`));
  if (wrong.length > 0) throw new MaskerError("bad_pattern", wrong.join("\n"));
  return words;
}

async function readLines(setting: string, path: string): Promise<string[]> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw new MaskerError("bad_pattern", `${setting}: ${path}: cannot be read; give a file with one word a line`, {
      cause,
    });
  }
  if (!isUtf8(bytes)) throw new MaskerError("bad_pattern", `${setting}: ${path}: is not UTF-8; save it as UTF-8`);
  return bytes
    .toString("utf8")
    .replace(/^\ufeff/, "")
    .split(/\r\n|\r|\n/);
}

function complain(word: string): string[] {
  if (word.length < SHORTEST) return [`a word of one character stands everywhere; give ${SHORTEST} at least`];
  if (word.length > LONGEST) return [`is longer than ${LONGEST} characters; give one word a line`];
  return CONTROL.test(word) ? ["holds a control character; save the file as plain text"] : [];
}
