import { appendFile, readFile } from "node:fs/promises";
import { readWordLists } from "../../masker-service/src/patterns/word-lists.ts";
import { SetupError } from "../setup-error.ts";
import type { Hit } from "./find-hits.ts";

/**
 * Adds the value of a hit to the allow list, and says so. A masker that runs takes it within a second.
 *
 * @param number of the hit, from 1, as a person wrote it
 */
export async function allowValue(file: string | undefined, hits: readonly Hit[], number: string): Promise<string> {
  if (file === undefined) throw new SetupError("MASKER_ALLOW_FILE is not set: give the file of what is never masked.");
  const hit = /^[1-9]\d*$/.test(number) ? hits[Number(number) - 1] : undefined;
  if (hit === undefined) throw new SetupError(`--allow ${number}: there are hits 1 to ${hits.length}.`);
  if (hit.obstacle !== undefined) throw new SetupError(`--allow ${number}: this value ${hit.obstacle}.`);
  const before = await readFile(file, "utf8");
  await appendFile(file, `${before === "" || before.endsWith("\n") ? "" : "\n"}${hit.value}\n`);
  await readWordLists({ allowFile: file });
  return `added to ${file}: ${hit.value}`;
}
