import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export interface StreamMemory {
  readonly streamMegabytes: number;
  /** The most that the resident memory rose above where it was when the stream began. */
  readonly grownMegabytes: number;
}

/** Restores a long stream in a process of its own, so that nothing else is measured with it. */
export async function measureMemory(): Promise<StreamMemory> {
  const child = fork(fileURLToPath(new URL("./long-stream.ts", import.meta.url)), {
    execArgv: ["--max-semi-space-size=1"],
  });
  const [memory] = (await once(child, "message")) as [StreamMemory];
  await once(child, "exit");
  return memory;
}
