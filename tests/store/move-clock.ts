import { globSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { installDebian } from "../install-debian.ts";

const LIBRARY = "/usr/lib/*/faketime/libfaketime*MT.so.1";

/** The clock of a process that is started with this environment; timers go on as they would. */
export interface MovableClock {
  readonly environment: Readonly<Record<string, string>>;
  /** How far the process's clock is from the real one from now on: "+8d", "-8d", "+0". */
  move(offset: string): Promise<void>;
  dispose(): Promise<void>;
}

/** Uses libfaketime; as root on a Debian without it, it is installed first. */
export async function createClock(): Promise<MovableClock> {
  const why = globSync(LIBRARY).length > 0 ? undefined : await installDebian(["libfaketime"], LIBRARY);
  const [library] = globSync(LIBRARY);
  if (library === undefined) throw new Error(`libfaketime: not found at ${LIBRARY}; ${why}`);
  const directory = await mkdtemp(path.join(tmpdir(), "masker-clock-"));
  const file = path.join(directory, "offset");
  const move = (offset: string) => writeFile(file, offset);
  await move("+0");
  return {
    environment: {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: "1",
      // Only the clock on the wall is moved, as NTP or a person does.
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
    },
    move,
    dispose: () => rm(directory, { recursive: true }),
  };
}
