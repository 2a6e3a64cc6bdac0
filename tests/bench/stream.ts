import { formatTable } from "./chain/format-table.ts";
import { measureMemory } from "./stream/measure-memory.ts";
import { measureRestoring } from "./stream/measure-restoring.ts";
import { WORKLOADS } from "./stream/workload.ts";

const HEAD = [
  "stream",
  "µs a delta",
  "95 % interval",
  "MB/s",
  "plain pass-through µs",
  "parse and stringify µs",
  "target",
];

/** The restore core alone: time a delta against passing the bytes on, and the memory that a long stream takes. */
export async function run(): Promise<void> {
  const rows = WORKLOADS.map((workload) => [workload.name, ...measureRestoring(workload), "≤ 5 µs"]);
  console.log(`\nRestoring a stream, one delta a chunk\n\n${formatTable(HEAD, rows)}`);
  const { streamMegabytes, grownMegabytes } = await measureMemory();
  console.log(
    `\nmemory: ${grownMegabytes.toFixed(1)} MB at most above its beginning over a stream of ${streamMegabytes.toFixed(0)} MB (target: under 20 MB)`,
  );
}
