import { readdir, readFile, truncate } from "node:fs/promises";
import { join } from "node:path";

const CUT_BYTES = 40;
const TRANSACTION = "*1\r\n$5\r\nMULTI\r\n";

/** Cuts the file of increments in the directory of a Redis that has ended, in the middle of its last transaction, as a power cut would. */
export async function cutAppendOnlyFile(directory: string): Promise<void> {
  const file = await findIncrements(directory);
  await truncate(file, (await readFile(file)).length - CUT_BYTES);
}

/** Removes what is left of that transaction, as `redis-check-aof --fix` does, which not every machine has. */
export async function repairAppendOnlyFile(directory: string): Promise<void> {
  const file = await findIncrements(directory);
  await truncate(file, (await readFile(file)).lastIndexOf(TRANSACTION));
}

async function findIncrements(directory: string): Promise<string> {
  const folder = join(directory, "appendonlydir");
  return join(folder, (await readdir(folder)).find((name) => name.endsWith(".incr.aof")) ?? "");
}
