import path from "node:path";
import { parseArgs } from "node:util";
import { REPOSITORY } from "../repository.ts";

/** Where a command that starts the gateway finds and keeps things. */
export interface CommandLine {
  readonly envFile: string;
  readonly dataDirectory: string;
  readonly pythonDirectory: string;
  /** False with --no-ui: no database for LiteLLM's keys and admin UI. */
  readonly hasUi: boolean;
}

/** Reads `[--settings FILE] [--data-dir DIRECTORY] [--no-ui]`; throws on anything else. */
export function readCommandLine(words: readonly string[]): CommandLine {
  const { values } = parseArgs({
    args: [...words],
    options: {
      settings: { type: "string", default: path.join(REPOSITORY, ".env") },
      "data-dir": { type: "string", default: path.join(REPOSITORY, ".data") },
      "no-ui": { type: "boolean", default: false },
    },
  });
  return {
    envFile: path.resolve(values.settings),
    dataDirectory: path.resolve(values["data-dir"]),
    pythonDirectory: path.join(REPOSITORY, ".venv"),
    hasUi: !values["no-ui"],
  };
}
