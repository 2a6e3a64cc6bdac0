import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { expect, test } from "vitest";

const MODULE = fileURLToPath(new URL("../masker-service/src/free-memory.ts", import.meta.url));
/** Makes 100 MB that live long enough to grow the heap, forgets them, does nothing, and says how many megabytes it had before, at most and in the end; waits for half of them to go. */
const PROGRAM = `
  const { freeMemoryWhenIdle } = await import(${JSON.stringify(MODULE)});
  freeMemoryWhenIdle();
  const megabytes = () => process.memoryUsage.rss() / 1e6;
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const before = megabytes();
  let held = Array.from({ length: 1_000_000 }, (_, index) => ({ index, text: "text " + index }));
  const most = megabytes();
  held = held.length;
  const ended = Date.now() + 60_000;
  while (megabytes() > (before + most) / 2 && Date.now() < ended) await new Promise((resolve) => setTimeout(resolve, 500));
  console.log(JSON.stringify({ before, most, after: megabytes() }));
`;

async function run(): Promise<{ before: number; most: number; after: number }> {
  const { stdout } = await execa(process.execPath, ["--expose-gc", "--input-type=module", "--eval", PROGRAM]);
  return JSON.parse(stdout) as { before: number; most: number; after: number };
}

test("once there is nothing to do, memory that work has left behind goes back to the system", async () => {
  const { before, most, after } = await run();
  expect(most - before).toBeGreaterThan(60);
  expect(after - before).toBeLessThan((most - before) / 2);
});
