import { watch } from "node:fs";
import { MaskerError } from "../errors.ts";
import { loadPatterns, type LoadOptions, type PatternSet } from "./load.ts";

const QUIET_MILLISECONDS = 200;

export interface PatternWatch {
  close(): void;
}

/**
 * Loads the patterns anew whenever a file of their directories changes and hands over a whole new set. A set that does
 * not load is refused, and the caller keeps the one it has.
 */
export function watchPatterns(
  options: LoadOptions,
  onLoaded: (patterns: PatternSet) => void,
  onRefused: (error: MaskerError) => void,
): PatternWatch {
  let timer: NodeJS.Timeout | undefined;
  let latest = 0;
  const reload = async (): Promise<void> => {
    const turn = ++latest;
    try {
      const patterns = await loadPatterns(options);
      if (turn === latest) onLoaded(patterns);
    } catch (error) {
      if (!(error instanceof MaskerError)) throw error;
      if (turn === latest) onRefused(error);
    }
  };
  const watchers = options.directories.map((directory) =>
    watch(directory, { persistent: false }, () => {
      clearTimeout(timer);
      timer = setTimeout(() => void reload(), QUIET_MILLISECONDS);
      timer.unref();
    }),
  );
  return {
    close() {
      clearTimeout(timer);
      latest++;
      for (const watcher of watchers) watcher.close();
    },
  };
}
