import { globSync } from "node:fs";
import path from "node:path";
import type { Note } from "../progress.ts";

const REQUIREMENT = /^[A-Za-z0-9][\w.-]*(?:\[[^\]]*\])?==/gm;
const RESOLVED = /^(?:Collecting|Processing|Requirement already satisfied:) (?:\S*\/)?([^\s=<>[]+)/;
const IGNORED = /^Ignoring \S+ markers /;
const INSTALLING = /^Installing collected packages: /;
const POLL_MILLISECONDS = 500;

/** Turns pip's lines into notes for a person. `stop` when pip has ended. */
export interface InstallProgress {
  read(line: string): void;
  stop(): void;
}

/**
 * pip names each package while it fetches, then says one line and is silent while it unpacks them all: from there on the
 * packages that have arrived in the environment are counted.
 */
export function createInstallProgress(directory: string, lock: string, note: Note): InstallProgress {
  let total = lock.match(REQUIREMENT)?.length ?? 0;
  let fetched = 0;
  let timer: NodeJS.Timeout | undefined;
  return {
    read(line) {
      const name = RESOLVED.exec(line)?.[1];
      if (name !== undefined) note(`${++fetched} of ${total} fetched, ${name}`);
      if (IGNORED.test(line)) total--;
      if (INSTALLING.test(line)) timer ??= setInterval(noteArrived, POLL_MILLISECONDS);
    },
    stop() {
      clearInterval(timer);
      note(`${total} packages`);
    },
  };

  function noteArrived(): void {
    const arrived = globSync(path.join(directory, "lib/python*/site-packages/*.dist-info")).length;
    note(`${Math.min(arrived, total)} of ${total} installed`);
  }
}
