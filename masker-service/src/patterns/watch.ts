import { watch, type FSWatcher } from "node:fs";
import { basename, dirname } from "node:path";
import { MaskerError } from "../errors.ts";
import { loadPatterns, type LoadOptions, type PatternSet } from "./load.ts";

const QUIET_MILLISECONDS = 200;

export interface PatternWatch {
  close(): void;
}

/**
 * Loads the patterns and the lists of words anew whenever one of their files changes and hands over a whole new set. A
 * set that does not load is refused, and the caller keeps the one it has.
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
  const reloadSoon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void reload(), QUIET_MILLISECONDS);
    timer.unref();
  };
  const lists = [options.denyFile, options.allowFile].filter((file) => file !== undefined);
  const watchers = [
    ...options.directories.map((directory) => watch(directory, { persistent: false }, reloadSoon)),
    ...lists.map((file) => watchFile(file, reloadSoon)),
  ];
  return {
    close() {
      clearTimeout(timer);
      latest++;
      for (const watcher of watchers) watcher.close();
    },
  };
}

/** Watches its directory: editors and Kubernetes (by `..data`) put a new file in place of the old, which is then gone. */
function watchFile(file: string, onChange: () => void): FSWatcher {
  return watch(dirname(file), { persistent: false }, (_event, name) => {
    if (name === null || name === basename(file) || name.startsWith("..")) onChange();
  });
}
